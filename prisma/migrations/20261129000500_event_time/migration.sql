-- From when what happened to the member counts for an enrolment: the own time of the event that brought them in, or what a sweep
-- found them by. An event of before then ends no wait and takes nobody out. Null of those from before there was this column: everything counts.
ALTER TABLE "enrolment" ADD COLUMN "entered_at" TIMESTAMPTZ(3);
-- A row of it is longer than it was when it is named by a cohort: the page keeps room for that.
ALTER TABLE "enrolment" SET (fillfactor = 45);

-- The welcome is for who is new: `member.joined` says so since this release.
ALTER TABLE "campaign_version" DISABLE TRIGGER "campaign_version_is_fact";
UPDATE "campaign_version" v SET "trigger_where" = '{"new": true}'
FROM "campaign" c WHERE c."id" = v."campaign_id" AND c."lifecycle" = 'onboarding-gift' AND v."trigger_where" = '{}';
ALTER TABLE "campaign_version" ENABLE TRIGGER "campaign_version_is_fact";
