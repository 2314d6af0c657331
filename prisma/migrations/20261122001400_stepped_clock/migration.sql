-- The only clock that is set stands until it is moved: nobody writes these two any more. They stay until no process of a version
-- that reads them can start beside this one.
ALTER TABLE "programme_clock" ALTER COLUMN "anchor_real_at" SET DEFAULT CURRENT_TIMESTAMP,
ALTER COLUMN "scale" SET DEFAULT 0;
