// create all tables
//
// Revision: 97065614954a
// Revises: (base)
// Created: 2026-11-25T02:21:04Z
import type { Op } from "@migts/core/op";

export const revision = "97065614954a";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Op): void {
  op.createEnumType({
    schema: "public",
    name: "attendance_status",
    values: ["present", "late", "excused", "absent"],
  });
  op.createEnumType({
    schema: "public",
    name: "event_kind",
    values: ["meetup", "workshop", "challenge", "online"],
  });
  op.createEnumType({
    schema: "public",
    name: "goal_status",
    values: ["draft", "active", "completed", "abandoned"],
  });
  op.createEnumType({
    schema: "public",
    name: "notification_channel",
    values: ["in_app", "email", "push"],
  });
  op.createEnumType({
    schema: "public",
    name: "notification_kind",
    values: [
      "event_joined",
      "attendance_recorded",
      "goal_completed",
      "title_awarded",
      "rival_overtook",
    ],
  });
  op.createEnumType({
    schema: "public",
    name: "participant_role",
    values: ["guest", "speaker", "co-host"],
  });
  op.createEnumType({
    schema: "public",
    name: "participant_status",
    values: ["going", "waitlisted", "cancelled"],
  });
  op.createEnumType({
    schema: "public",
    name: "social_platform",
    values: ["website", "mastodon", "github", "strava"],
  });
  op.createEnumType({
    schema: "public",
    name: "summary_period",
    values: ["week", "month", "year"],
  });
  op.createEnumType({
    schema: "public",
    name: "user_status",
    values: ["active", "suspended", "left"],
  });
  op.createEnumType({
    schema: "public",
    name: "visibility",
    values: ["private", "rivals", "community"],
  });
  op.createEnumType({
    schema: "public",
    name: "vision_horizon",
    values: ["one_year", "five_years", "whole_life"],
  });
  op.createTable({
    schema: "public",
    name: "users",
    columns: [
      { name: "id", type: "uuid", notNull: true, default: "gen_random_uuid()" },
      { name: "handle", type: "character varying(30)", notNull: true },
      { name: "email", type: "character varying(320)", notNull: true },
      { name: "display_name", type: "character varying(80)", notNull: true },
      {
        name: "status",
        type: "public.user_status",
        notNull: true,
        default: "'active'::public.user_status",
      },
      {
        name: "time_zone",
        type: "character varying(64)",
        notNull: true,
        default: "'UTC'::character varying",
      },
      { name: "invited_by_id", type: "uuid" },
      {
        name: "created_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
      { name: "updated_at", type: "timestamp(3) with time zone", notNull: true },
      { name: "deactivated_at", type: "timestamp(3) with time zone" },
    ],
    primaryKey: { name: "users_pkey", columns: ["id"] },
    foreignKeys: [
      {
        name: "users_invited_by_id_fkey",
        columns: ["invited_by_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "set null",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "attendance_summaries",
    columns: [
      { name: "user_id", type: "uuid", notNull: true },
      { name: "period", type: "public.summary_period", notNull: true },
      { name: "period_start", type: "date", notNull: true },
      { name: "attended", type: "integer", notNull: true, default: "0" },
      { name: "late", type: "integer", notNull: true, default: "0" },
      { name: "excused", type: "integer", notNull: true, default: "0" },
      { name: "missed", type: "integer", notNull: true, default: "0" },
      { name: "rate", type: "numeric(5,2)", notNull: true, default: "0" },
      {
        name: "computed_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
    ],
    primaryKey: {
      name: "attendance_summaries_pkey",
      columns: ["user_id", "period", "period_start"],
    },
    foreignKeys: [
      {
        name: "attendance_summaries_user_id_fkey",
        columns: ["user_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "events",
    columns: [
      { name: "id", type: "uuid", notNull: true, default: "gen_random_uuid()" },
      { name: "slug", type: "character varying(80)", notNull: true },
      {
        name: "host_id",
        type: "uuid",
        notNull: true,
        default: "'00000000-0000-4000-8000-000000000001'::uuid",
      },
      {
        name: "kind",
        type: "public.event_kind",
        notNull: true,
        default: "'meetup'::public.event_kind",
      },
      { name: "title", type: "character varying(160)", notNull: true },
      { name: "description", type: "text" },
      { name: "venue", type: "character varying(200)" },
      { name: "starts_at", type: "timestamp(3) with time zone", notNull: true },
      { name: "ends_at", type: "timestamp(3) with time zone", notNull: true },
      { name: "capacity", type: "integer" },
      { name: "fee", type: "numeric(8,2)", notNull: true, default: "0" },
      { name: "currency", type: "character(3)", notNull: true, default: "'EUR'::bpchar" },
      { name: "reminder_minutes", type: "integer[]", default: "ARRAY[1440, 60]" },
      { name: "details", type: "jsonb", notNull: true, default: "'{}'::jsonb" },
      { name: "cancelled_at", type: "timestamp(3) with time zone" },
      {
        name: "created_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
      { name: "updated_at", type: "timestamp(3) with time zone", notNull: true },
    ],
    primaryKey: { name: "events_pkey", columns: ["id"] },
    foreignKeys: [
      {
        name: "events_host_id_fkey",
        columns: ["host_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "set default",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "attendance_statistics",
    columns: [
      { name: "event_id", type: "uuid", notNull: true },
      { name: "registered", type: "integer", notNull: true, default: "0" },
      { name: "present", type: "integer", notNull: true, default: "0" },
      { name: "late", type: "integer", notNull: true, default: "0" },
      { name: "excused", type: "integer", notNull: true, default: "0" },
      { name: "absent", type: "integer", notNull: true, default: "0" },
      { name: "turnout", type: "double precision", notNull: true, default: "0" },
      { name: "arrivals", type: "integer[]", default: "ARRAY[]::integer[]" },
      {
        name: "computed_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
    ],
    primaryKey: { name: "attendance_statistics_pkey", columns: ["event_id"] },
    foreignKeys: [
      {
        name: "attendance_statistics_event_id_fkey",
        columns: ["event_id"],
        references: { schema: "public", table: "events", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "event_participants",
    columns: [
      { name: "event_id", type: "uuid", notNull: true },
      { name: "user_id", type: "uuid", notNull: true },
      {
        name: "role",
        type: "public.participant_role",
        notNull: true,
        default: "'guest'::public.participant_role",
      },
      {
        name: "status",
        type: "public.participant_status",
        notNull: true,
        default: "'going'::public.participant_status",
      },
      { name: "companions", type: "smallint", notNull: true, default: "0" },
      { name: "invited_by_id", type: "uuid" },
      {
        name: "joined_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
    ],
    primaryKey: { name: "event_participants_pkey", columns: ["event_id", "user_id"] },
    foreignKeys: [
      {
        name: "event_participants_event_id_fkey",
        columns: ["event_id"],
        references: { schema: "public", table: "events", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
      {
        name: "event_participants_user_id_fkey",
        columns: ["user_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
      {
        name: "event_participants_invited_by_id_fkey",
        columns: ["invited_by_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "set null",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "attendance_logs",
    columns: [
      { name: "id", type: "bigserial" },
      { name: "event_id", type: "uuid", notNull: true },
      { name: "user_id", type: "uuid", notNull: true },
      { name: "session_no", type: "smallint", notNull: true, default: "1" },
      {
        name: "status",
        type: "public.attendance_status",
        notNull: true,
        default: "'present'::public.attendance_status",
      },
      {
        name: "checked_in_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
      { name: "checked_out_at", type: "timestamp(3) with time zone" },
      { name: "note", type: "character varying(500)" },
      { name: "recorded_by_id", type: "uuid" },
    ],
    primaryKey: { name: "attendance_logs_pkey", columns: ["id"] },
    foreignKeys: [
      {
        name: "attendance_logs_participant_fkey",
        columns: ["event_id", "user_id"],
        references: {
          schema: "public",
          table: "event_participants",
          columns: ["event_id", "user_id"],
        },
        onUpdate: "cascade",
        onDelete: "restrict",
      },
      {
        name: "attendance_logs_recorded_by_id_fkey",
        columns: ["recorded_by_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "notification_settings",
    columns: [
      { name: "id", type: "serial" },
      { name: "user_id", type: "uuid", notNull: true },
      { name: "kind", type: "public.notification_kind", notNull: true },
      {
        name: "channel",
        type: "public.notification_channel",
        notNull: true,
        default: "'in_app'::public.notification_channel",
      },
      { name: "enabled", type: "boolean", notNull: true, default: "true" },
      { name: "digest_minutes", type: "smallint" },
      { name: "quiet_from", type: "time(0) without time zone" },
      { name: "quiet_until", type: "time(0) without time zone" },
      {
        name: "updated_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
    ],
    primaryKey: { name: "notification_settings_pkey", columns: ["id"] },
    foreignKeys: [
      {
        name: "notification_settings_user_id_fkey",
        columns: ["user_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "user_metadata",
    columns: [
      { name: "user_id", type: "uuid", notNull: true },
      { name: "bio", type: "text" },
      { name: "locale", type: "character(5)", notNull: true, default: "'en-GB'::bpchar" },
      { name: "birth_date", type: "date" },
      { name: "phone", type: "character varying(32)" },
      {
        name: "interests",
        type: "character varying(40)[]",
        default: "(ARRAY[]::character varying[])::character varying(40)[]",
      },
      { name: "preferences", type: "jsonb", notNull: true, default: "'{}'::jsonb" },
      { name: "latitude", type: "numeric(9,6)" },
      { name: "longitude", type: "numeric(9,6)" },
      { name: "reputation", type: "real", notNull: true, default: "0" },
      { name: "check_in_at", type: "time(0) without time zone" },
      { name: "avatar_digest", type: "bytea" },
      { name: "last_seen_ip", type: "inet" },
      {
        name: "updated_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
    ],
    primaryKey: { name: "user_metadata_pkey", columns: ["user_id"] },
    foreignKeys: [
      {
        name: "user_metadata_user_id_fkey",
        columns: ["user_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "user_rivals",
    columns: [
      { name: "user_id", type: "uuid", notNull: true },
      { name: "rival_id", type: "uuid", notNull: true },
      { name: "stake", type: "numeric(10,2)" },
      { name: "note", type: "character varying(280)" },
      {
        name: "created_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
    ],
    primaryKey: { name: "user_rivals_pk", columns: ["user_id", "rival_id"] },
    foreignKeys: [
      {
        name: "user_rivals_user_fkey",
        columns: ["user_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
      {
        name: "user_rivals_rival_fkey",
        columns: ["rival_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "user_social_links",
    columns: [
      { name: "user_id", type: "uuid", notNull: true },
      { name: "platform", type: "public.social_platform", notNull: true },
      { name: "account_name", type: "character varying(120)", notNull: true },
      { name: "url", type: "character varying(2048)", notNull: true },
      { name: "position", type: "smallint", notNull: true, default: "0" },
      { name: "verified_at", type: "timestamp(3) with time zone" },
    ],
    primaryKey: { name: "user_social_links_pkey", columns: ["user_id", "platform"] },
    foreignKeys: [
      {
        name: "user_social_links_user_id_fkey",
        columns: ["user_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "user_visions",
    columns: [
      { name: "id", type: "serial" },
      { name: "user_id", type: "uuid", notNull: true },
      { name: "horizon", type: "public.vision_horizon", notNull: true },
      { name: "title", type: "character varying(120)", notNull: true },
      { name: "statement", type: "text", notNull: true },
      { name: "keywords", type: "text[]", default: "ARRAY[]::text[]" },
      {
        name: "visibility",
        type: "public.visibility",
        notNull: true,
        default: "'private'::public.visibility",
      },
      { name: "confidence", type: "numeric(3,2)", notNull: true, default: "0.50" },
      { name: "starts_on", type: "date", notNull: true, default: "CURRENT_TIMESTAMP" },
      {
        name: "created_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
    ],
    primaryKey: { name: "user_visions_pkey", columns: ["id"] },
    foreignKeys: [
      {
        name: "user_visions_user_id_fkey",
        columns: ["user_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "goals",
    columns: [
      { name: "id", type: "serial" },
      { name: "owner_id", type: "uuid", notNull: true },
      { name: "parent_id", type: "integer" },
      { name: "vision_id", type: "integer" },
      { name: "title", type: "character varying(160)", notNull: true },
      { name: "description", type: "text" },
      {
        name: "status",
        type: "public.goal_status",
        notNull: true,
        default: "'active'::public.goal_status",
      },
      {
        name: "visibility",
        type: "public.visibility",
        notNull: true,
        default: "'community'::public.visibility",
      },
      { name: "target_value", type: "numeric(12,2)" },
      { name: "current_value", type: "numeric(12,2)", notNull: true, default: "0" },
      { name: "unit", type: "character varying(24)" },
      { name: "tags", type: "text[]", default: "ARRAY[]::text[]" },
      { name: "milestones", type: "jsonb", notNull: true, default: "'[]'::jsonb" },
      { name: "due_on", type: "date" },
      { name: "completed_at", type: "timestamp(3) with time zone" },
      {
        name: "created_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
      { name: "updated_at", type: "timestamp(3) with time zone", notNull: true },
    ],
    primaryKey: { name: "goals_pkey", columns: ["id"] },
    foreignKeys: [
      {
        name: "goals_owner_id_fkey",
        columns: ["owner_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
      {
        name: "goals_parent_id_fkey",
        columns: ["parent_id"],
        references: { schema: "public", table: "goals", columns: ["id"] },
        onDelete: "set null",
      },
      {
        name: "goals_vision_id_fkey",
        columns: ["vision_id"],
        references: { schema: "public", table: "user_visions", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "set null",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "notifications",
    columns: [
      { name: "id", type: "bigserial" },
      { name: "recipient_id", type: "uuid", notNull: true },
      { name: "actor_id", type: "uuid" },
      { name: "event_id", type: "uuid" },
      { name: "goal_id", type: "integer" },
      { name: "kind", type: "public.notification_kind", notNull: true },
      { name: "title", type: "character varying(160)", notNull: true },
      { name: "body", type: "text", notNull: true, default: "''::text" },
      { name: "payload", type: "jsonb", notNull: true, default: "'{}'::jsonb" },
      {
        name: "channels",
        type: "public.notification_channel[]",
        default: "ARRAY['in_app'::public.notification_channel]",
      },
      { name: "read_at", type: "timestamp(3) with time zone" },
      {
        name: "created_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
    ],
    primaryKey: { name: "notifications_pkey", columns: ["id"] },
    foreignKeys: [
      {
        name: "notifications_recipient_id_fkey",
        columns: ["recipient_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
      {
        name: "notifications_actor_id_fkey",
        columns: ["actor_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "set null",
      },
      {
        name: "notifications_event_id_fkey",
        columns: ["event_id"],
        references: { schema: "public", table: "events", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
      {
        name: "notifications_goal_id_fkey",
        columns: ["goal_id"],
        references: { schema: "public", table: "goals", columns: ["id"] },
        onUpdate: "cascade",
        onDelete: "cascade",
      },
    ],
  });
  op.createTable({
    schema: "public",
    name: "title_achievements",
    columns: [
      { name: "id", type: "uuid", notNull: true, default: "gen_random_uuid()" },
      { name: "user_id", type: "uuid", notNull: true },
      { name: "goal_id", type: "integer" },
      { name: "code", type: "character varying(60)", notNull: true },
      { name: "title", type: "character varying(120)", notNull: true },
      { name: "points", type: "integer", notNull: true, default: "10" },
      { name: "rarity", type: "numeric(5,4)", notNull: true, default: "1" },
      { name: "evidence", type: "json" },
      {
        name: "awarded_at",
        type: "timestamp(3) with time zone",
        notNull: true,
        default: "CURRENT_TIMESTAMP",
      },
    ],
    primaryKey: { name: "title_achievements_pkey", columns: ["id"] },
    foreignKeys: [
      {
        name: "title_achievements_user_id_fkey",
        columns: ["user_id"],
        references: { schema: "public", table: "users", columns: ["id"] },
        onUpdate: "restrict",
        onDelete: "restrict",
      },
      {
        name: "title_achievements_goal_id_fkey",
        columns: ["goal_id"],
        references: { schema: "public", table: "goals", columns: ["id"] },
      },
    ],
  });
  op.createIndex({
    schema: "public",
    table: "attendance_logs",
    name: "attendance_logs_checked_in_brin",
    method: "brin",
    columns: ["checked_in_at"],
  });
  op.createIndex({
    schema: "public",
    table: "attendance_logs",
    name: "attendance_logs_once_a_session",
    unique: true,
    columns: ["event_id", "user_id", "session_no"],
  });
  op.createIndex({
    schema: "public",
    table: "attendance_logs",
    name: "attendance_logs_user_id_checked_in_at_idx",
    columns: ["user_id", { column: "checked_in_at", order: "desc" }],
  });
  op.createIndex({
    schema: "public",
    table: "attendance_summaries",
    name: "attendance_summaries_ranking",
    columns: [
      "period",
      { column: "period_start", order: "desc" },
      { column: "rate", order: "desc" },
    ],
  });
  op.createIndex({
    schema: "public",
    table: "event_participants",
    name: "event_participants_event_id_status_idx",
    columns: ["event_id", "status"],
  });
  op.createIndex({
    schema: "public",
    table: "event_participants",
    name: "event_participants_user_id_joined_at_idx",
    columns: ["user_id", { column: "joined_at", order: "desc" }],
  });
  op.createIndex({
    schema: "public",
    table: "events",
    name: "events_details_gin",
    method: "gin",
    columns: [{ column: "details", operatorClass: "jsonb_path_ops" }],
  });
  op.createIndex({
    schema: "public",
    table: "events",
    name: "events_host_id_idx",
    columns: ["host_id"],
  });
  op.createIndex({
    schema: "public",
    table: "events",
    name: "events_slug_key",
    unique: true,
    columns: ["slug"],
  });
  op.createIndex({
    schema: "public",
    table: "events",
    name: "events_upcoming",
    columns: [{ column: "starts_at", order: "desc" }, "kind"],
  });
  op.createIndex({
    schema: "public",
    table: "goals",
    name: "goals_due_by_owner",
    columns: ["owner_id", "status", { column: "due_on", order: "desc" }],
  });
  op.createIndex({
    schema: "public",
    table: "goals",
    name: "goals_milestones_gin",
    method: "gin",
    columns: ["milestones"],
  });
  op.createIndex({
    schema: "public",
    table: "goals",
    name: "goals_parent_id_idx",
    columns: ["parent_id"],
  });
  op.createIndex({
    schema: "public",
    table: "goals",
    name: "goals_tags_idx",
    method: "gin",
    columns: ["tags"],
  });
  op.createIndex({
    schema: "public",
    table: "notification_settings",
    name: "notification_settings_one_rule",
    unique: true,
    columns: ["user_id", "kind", "channel"],
  });
  op.createIndex({
    schema: "public",
    table: "notifications",
    name: "notifications_inbox",
    columns: ["recipient_id", "read_at", { column: "created_at", order: "desc" }],
  });
  op.createIndex({
    schema: "public",
    table: "notifications",
    name: "notifications_payload_gin",
    method: "gin",
    columns: [{ column: "payload", operatorClass: "jsonb_path_ops" }],
  });
  op.createIndex({
    schema: "public",
    table: "title_achievements",
    name: "title_achievements_latest",
    columns: [{ column: "awarded_at", order: "desc" }, { column: "points", order: "desc" }],
  });
  op.createIndex({
    schema: "public",
    table: "title_achievements",
    name: "title_achievements_user_id_code_key",
    unique: true,
    columns: ["user_id", "code"],
  });
  op.createIndex({
    schema: "public",
    table: "user_metadata",
    name: "user_metadata_interests_gin",
    method: "gin",
    columns: ["interests"],
  });
  op.createIndex({
    schema: "public",
    table: "user_metadata",
    name: "user_metadata_preferences_gin",
    method: "gin",
    columns: [{ column: "preferences", operatorClass: "jsonb_path_ops" }],
  });
  op.createIndex({
    schema: "public",
    table: "user_rivals",
    name: "user_rivals_rival_id_created_at_idx",
    columns: ["rival_id", { column: "created_at", order: "desc" }],
  });
  op.createIndex({
    schema: "public",
    table: "user_social_links",
    name: "user_social_links_account_unique",
    unique: true,
    columns: ["platform", "account_name"],
  });
  op.createIndex({
    schema: "public",
    table: "user_visions",
    name: "user_visions_user_id_horizon_key",
    unique: true,
    columns: ["user_id", "horizon"],
  });
  op.createIndex({
    schema: "public",
    table: "users",
    name: "users_email_unique",
    unique: true,
    columns: ["email"],
  });
  op.createIndex({
    schema: "public",
    table: "users",
    name: "users_handle_key",
    unique: true,
    columns: ["handle"],
  });
  op.createIndex({
    schema: "public",
    table: "users",
    name: "users_invited_by_id_idx",
    columns: ["invited_by_id"],
  });
  op.createIndex({
    schema: "public",
    table: "users",
    name: "users_newest_by_status",
    columns: ["status", { column: "created_at", order: "desc" }],
  });
}

export function downgrade(op: Op): void {
  op.dropTable({ schema: "public", name: "user_social_links" });
  op.dropTable({ schema: "public", name: "user_rivals" });
  op.dropTable({ schema: "public", name: "user_metadata" });
  op.dropTable({ schema: "public", name: "title_achievements" });
  op.dropTable({ schema: "public", name: "notifications" });
  op.dropTable({ schema: "public", name: "notification_settings" });
  op.dropTable({ schema: "public", name: "goals" });
  op.dropTable({ schema: "public", name: "user_visions" });
  op.dropTable({ schema: "public", name: "attendance_summaries" });
  op.dropTable({ schema: "public", name: "attendance_statistics" });
  op.dropTable({ schema: "public", name: "attendance_logs" });
  op.dropTable({ schema: "public", name: "event_participants" });
  op.dropTable({ schema: "public", name: "events" });
  op.dropTable({ schema: "public", name: "users" });
  op.dropEnumType({ schema: "public", name: "vision_horizon" });
  op.dropEnumType({ schema: "public", name: "visibility" });
  op.dropEnumType({ schema: "public", name: "user_status" });
  op.dropEnumType({ schema: "public", name: "summary_period" });
  op.dropEnumType({ schema: "public", name: "social_platform" });
  op.dropEnumType({ schema: "public", name: "participant_status" });
  op.dropEnumType({ schema: "public", name: "participant_role" });
  op.dropEnumType({ schema: "public", name: "notification_kind" });
  op.dropEnumType({ schema: "public", name: "notification_channel" });
  op.dropEnumType({ schema: "public", name: "goal_status" });
  op.dropEnumType({ schema: "public", name: "event_kind" });
  op.dropEnumType({ schema: "public", name: "attendance_status" });
}
