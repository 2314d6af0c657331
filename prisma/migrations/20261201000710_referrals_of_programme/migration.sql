-- The invitations of a programme by how far they have come, latest first.
create index referral_programme_id_state_id_idx on referral (programme_id, state, id);
