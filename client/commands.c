#include "command.h"

extern const struct command cmd_status, cmd_setup, cmd_checkin, cmd_review, cmd_hard_call, cmd_undo;
extern const struct command cmd_exercise;
extern const struct command cmd_now, cmd_snooze, cmd_pause, cmd_resume, cmd_busy;
extern const struct command cmd_week;
extern const struct command cmd_trends, cmd_causes, cmd_tips, cmd_history, cmd_export, cmd_import, cmd_plan;
extern const struct command cmd_help_me, cmd_report, cmd_open;
extern const struct command cmd_off, cmd_privacy, cmd_doctor;
extern const struct command cmd_config, cmd_keys, cmd_verify, cmd_backup, cmd_restore, cmd_erase, cmd_forget;
extern const struct command cmd_instrument, cmd_team, cmd_stats, cmd_demo, cmd_completion;
extern const struct command cmd_officer;

/* One a line, so that two people can add one each. */
/* clang-format off */
const struct command *const commands[] = {
	&cmd_status,
	&cmd_setup,
	&cmd_checkin,
	&cmd_review,
	&cmd_exercise,
	&cmd_hard_call,
	&cmd_undo,
	&cmd_now,
	&cmd_snooze,
	&cmd_pause,
	&cmd_resume,
	&cmd_busy,
	&cmd_week,
	&cmd_trends,
	&cmd_causes,
	&cmd_tips,
	&cmd_help_me,
	&cmd_report,
	&cmd_open,
	&cmd_history,
	&cmd_export,
	&cmd_import,
	&cmd_plan,
	&cmd_off,
	&cmd_config,
	&cmd_keys,
	&cmd_verify,
	&cmd_backup,
	&cmd_restore,
	&cmd_erase,
	&cmd_forget,
	&cmd_privacy,
	&cmd_doctor,
	&cmd_instrument,
	&cmd_team,
	&cmd_stats,
	&cmd_officer,
	&cmd_demo,
	&cmd_completion,
	NULL,
};
/* clang-format on */
