/* What is said of a team's figures, wherever it is said. */
#include <stdio.h>

#include "team.h"
#include "team_caution.h"

void team_promise_of(const struct cohort *cohort, const struct cohort_label *label, struct text *ret)
{
	team_caution(label, cohort->terms.floor, ret);
}

/* Who has joined nothing is told what holds of every team. */
void team_promise(const struct team *team, struct text *ret)
{
	struct cohort_label label = {0};

	if (team->standing != TEAM_NOT_JOINED) {
		team_promise_of(&team->cohort, &team->label, ret);
		return;
	}
	snprintf(label.party[PARTY_A], sizeof(label.party[PARTY_A]), "%s", _("the wellbeing office"));
	snprintf(label.party[PARTY_B], sizeof(label.party[PARTY_B]), "%s", _("the second party"));
	team_caution(&label, DAP_FLOOR_LEAST, ret);
}

const char *team_drop_words(enum team_drop drop)
{
	switch (drop) {
	case TEAM_DROP_READY:
		return _("there, and can be written to");
	case TEAM_DROP_UNSET:
		return _("not known; 'evenkeel config set team.drop DIR' says where it is");
	case TEAM_DROP_AWAY:
		return _("not there now; what waits goes once it is");
	case TEAM_DROP_CLOSED:
		return _("there, and closed to you; tell whoever looks after it");
	case TEAM_DROP_SILENT:
		return _("it does not answer; see that its network is connected; what waits goes once it does");
	case TEAM_DROP_NO_WEEK:
		break;
	}
	return _("there, without a place for this team and week; tell the wellbeing office");
}

void team_next_step(const struct team *team, struct text *ret)
{
	switch (team->standing) {
	case TEAM_NOT_JOINED:
		text_append(ret, _("you have joined no team; 'evenkeel team join FILE' does, with the invitation that "
				   "the wellbeing office gives out"));
		return;
	case TEAM_INVITED:
		if (team->drop == TEAM_DROP_SILENT)
			text_append(
				ret,
				_("the team's list is not here yet, and the drop folder does not answer; see that its "
				  "network is connected, then try again"));
		else
			text_append(ret, team->drop == TEAM_DROP_UNSET ? _("the team's list is not here yet, and the "
									   "drop folder is not known; 'evenkeel "
									   "config set team.drop DIR' says where it is")
								       : _("the team's list, signed by both parties, "
									   "is not here yet; it is taken from the "
									   "drop folder by itself"));
		return;
	case TEAM_REFUSED:
		text_appendf(ret, _("the team's list is not taken: %s; %s"), refusal_words(team->refusal),
			     team_refusal_step(team->refusal));
		return;
	case TEAM_AHEAD:
		text_append(ret, _("the team's quarter has not begun yet; there is nothing to do until then"));
		return;
	case TEAM_READY:
		break;
	}
	if (team->drop == TEAM_DROP_UNSET)
		text_append(ret,
			    _("the drop folder is not known; 'evenkeel config set team.drop DIR' says where it is"));
}

void team_doubtful_words(const struct team_taken *taken, struct text *ret)
{
	if (taken->left > 0)
		text_appendf(ret,
			     ngettext("%zu contribution had left already, and can't be called back; your history holds "
				      "it.",
				      "%zu contributions had left already, and can't be called back; your history "
				      "holds them.",
				      (unsigned long)taken->left),
			     taken->left);
	if (taken->left > 0 && taken->doubtful > 0)
		text_append(ret, " ");
	if (taken->doubtful > 0)
		text_appendf(ret,
			     ngettext("%zu contribution was on its way, and is not sent any more. Whether it had left "
				      "shows once the drop folder answers; if so, your history will hold it.",
				      "%zu contributions were on their way, and are not sent any more. Whether they "
				      "had left shows once the drop folder answers; if so, your history will hold "
				      "them.",
				      (unsigned long)taken->doubtful),
			     taken->doubtful);
}
