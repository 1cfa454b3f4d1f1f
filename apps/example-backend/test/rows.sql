-- A row in every table, most columns filled.
insert into users (id, handle, email, display_name, status, updated_at) values
  ('00000000-0000-4000-8000-000000000001', 'community', 'community@example.invalid', 'The community', 'active', '2026-01-01'),
  ('aaaaaaaa-0000-4000-8000-000000000001', 'ada', 'ada@example.com', 'Ada "Countess" O''Lovelace', 'active', '2026-01-01'),
  ('bbbbbbbb-0000-4000-8000-000000000001', 'grace', 'grace@example.com', 'Grace ☂', 'suspended', '2026-01-01');
update users set invited_by_id = 'aaaaaaaa-0000-4000-8000-000000000001' where handle = 'grace';
insert into user_metadata (user_id, bio, birth_date, interests, preferences, latitude, longitude, reputation, check_in_at, avatar_digest, last_seen_ip) values
  ('aaaaaaaa-0000-4000-8000-000000000001', E'two\nlines', '1815-12-10', '{"a,b","c\"d"}', '{"theme": {"dark": true}}', 51.507400, -0.127800, 4.5, '07:30', '\x00ff', '192.0.2.7/24');
insert into user_visions (user_id, horizon, title, statement, keywords, visibility, confidence) values
  ('aaaaaaaa-0000-4000-8000-000000000001', 'five_years', 'An engine', 'That weaves algebra', '{engine}', 'rivals', 0.85);
insert into user_social_links (user_id, platform, account_name, url) values
  ('aaaaaaaa-0000-4000-8000-000000000001', 'mastodon', '@ada', 'https://example.com/@ada');
insert into user_rivals (user_id, rival_id, stake, note) values
  ('aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001', 10.50, 'to the finish');
insert into goals (owner_id, vision_id, title, status, target_value, unit, tags, milestones, due_on, updated_at) values
  ('aaaaaaaa-0000-4000-8000-000000000001', 1, 'Run 100 km', 'active', 100.00, 'km', '{sport,2026}', '[{"at": 50}]', '2026-12-31', '2026-01-01');
insert into goals (owner_id, parent_id, title, status, updated_at) values
  ('aaaaaaaa-0000-4000-8000-000000000001', 1, 'Run the first 10', 'completed', '2026-01-01');
insert into events (id, slug, host_id, kind, title, starts_at, ends_at, capacity, fee, details, updated_at) values
  ('eeeeeeee-0000-4000-8000-000000000001', 'spring-run', 'aaaaaaaa-0000-4000-8000-000000000001', 'challenge', 'Spring run',
   '2026-05-04 18:00+00', '2026-05-04 20:00+00', 30, 5.50, '{"route": [1, 2]}', '2026-01-01');
insert into event_participants (event_id, user_id, role, status, companions, invited_by_id) values
  ('eeeeeeee-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001', 'co-host', 'going', 1, 'aaaaaaaa-0000-4000-8000-000000000001');
insert into title_achievements (user_id, goal_id, code, title, rarity, evidence) values
  ('aaaaaaaa-0000-4000-8000-000000000001', 2, 'goal-2', 'Reached: the first 10', 0.0125, '{"b": 1,  "a": 2}');
insert into attendance_logs (event_id, user_id, status, recorded_by_id, note) values
  ('eeeeeeee-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001', 'late', 'aaaaaaaa-0000-4000-8000-000000000001', 'train');
insert into attendance_summaries (user_id, period, period_start, late, rate) values
  ('bbbbbbbb-0000-4000-8000-000000000001', 'month', '2026-05-01', 1, 100.00);
insert into attendance_statistics (event_id, registered, late, turnout, arrivals) values
  ('eeeeeeee-0000-4000-8000-000000000001', 1, 1, 1, '{0,0,1}');
insert into notifications (recipient_id, actor_id, event_id, kind, title, payload, channels) values
  ('aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001', 'eeeeeeee-0000-4000-8000-000000000001',
   'event_joined', 'Somebody joined', '{"companions": 1}', '{in_app,email}');
insert into notification_settings (user_id, kind, channel, digest_minutes, quiet_from, quiet_until) values
  ('aaaaaaaa-0000-4000-8000-000000000001', 'event_joined', 'email', 60, '22:00', '07:00');
