#include <stdio.h>
#include <string.h>

#include "option.h"

static void append_ids(enum catalogue_kind kind, struct text *ret)
{
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);
	for (size_t i = 0; i < count; i++)
		if (entries[i].kind == kind)
			text_appendf(ret, " %s", entries[i].name);
}

/* The words that may follow a command: its options and the plain words of its arguments ("list|get KEY" gives "list get"). */
static void append_words(const struct command *command, struct text *ret)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz-";
	for (const struct command_option *row = command->options; row != NULL && row->name != NULL; row++)
		text_appendf(ret, " %s%s", strlen(row->name) == 1 ? "-" : "--", row->name);
	if (command->json)
		text_append(ret, " --json");
	text_append(ret, " --help");
	append_ids(command->names, ret);
	for (const char *word = command->args != NULL ? command->args : ""; *word != '\0';) {
		size_t length = strspn(word, plain);
		if (length > 1 || (length == 1 && word[0] != '-')) {
			text_append_char(ret, ' ');
			text_append_bytes(ret, word, length);
		}
		word += length;
		word += strcspn(word, " |"); /* the rest of a word in capitals or brackets */
		word += strspn(word, " |[");
	}
}

static void append_names(struct text *ret)
{
	for (const struct command *const *command = commands; *command != NULL; command++)
		text_appendf(ret, "%s%s", command == commands ? "" : " ", (*command)->name);
}

static void bash(struct text *ret)
{
	text_append(ret, "_evenkeel() {\n\tlocal word=${COMP_WORDS[COMP_CWORD]} list\n\tcase ${COMP_WORDS[1]} in\n");
	for (const struct command *const *command = commands; *command != NULL; command++) {
		text_appendf(ret, "\t%s) list='", (*command)->name);
		append_words(*command, ret);
		text_append(ret, "' ;;\n");
	}
	text_append(ret, "\tesac\n\t[ \"$COMP_CWORD\" -eq 1 ] && list='");
	append_names(ret);
	text_append(ret, " --help --version'\n\tCOMPREPLY=($(compgen -W \"$list\" -- \"$word\"))\n}\n"
			 "complete -o default -F _evenkeel evenkeel\n");
}

static void zsh(struct text *ret)
{
	text_append(ret, "#compdef evenkeel\n_evenkeel() {\n\tif (( CURRENT == 2 )); then\n\t\tlocal -a names=(\n");
	for (const struct command *const *command = commands; *command != NULL; command++)
		text_appendf(ret, "\t\t\t\"%s:%s\"\n", (*command)->name, _((*command)->summary));
	text_append(ret, "\t\t)\n\t\t_describe command names\n\t\treturn\n\tfi\n\tcase $words[2] in\n");
	for (const struct command *const *command = commands; *command != NULL; command++) {
		text_appendf(ret, "\t%s) compadd --", (*command)->name);
		append_words(*command, ret);
		text_append(ret, " ;;\n");
	}
	text_append(ret, "\tesac\n\t_files\n}\n_evenkeel \"$@\"\n");
}

static void fish(struct text *ret)
{
	for (const struct command *const *command = commands; *command != NULL; command++) {
		_cleanup_(text_clear) struct text words = {0};
		append_words(*command, &words);
		text_appendf(ret, "complete -c evenkeel -n __fish_use_subcommand -f -a %s -d \"%s\"\n",
			     (*command)->name, _((*command)->summary));
		text_appendf(ret, "complete -c evenkeel -n '__fish_seen_subcommand_from %s' -a '%s'\n",
			     (*command)->name, text_string(&words));
	}
}

static int run(struct client *client, const struct command_call *call)
{
	static const struct {
		const char *shell;
		void (*write)(struct text *ret);
	} shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
	_cleanup_(text_clear) struct text script = {0};
	struct error err = {0};
	(void)client;
	if (client_words(call, 1, 1, &err) < 0)
		return client_fail(&err);
	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++)
		if (strcmp(call->words[0], shells[i].shell) == 0)
			shells[i].write(&script);
	if (script.length == 0) {
		error_set(&err, ERROR_USAGE, "'%s' is not 'bash', 'zsh' or 'fish'", call->words[0]);
		return client_fail(&err);
	}
	fputs(text_string(&script), stdout);
	return 0;
}

const struct command cmd_completion = {
	.name = "completion",
	.args = "bash|zsh|fish",
	.summary = N_("let the shell complete commands and options"),
	.help = N_("Prints a script for your shell, made from the same tables as --help.\n"
		   "\n"
		   "  evenkeel completion bash >~/.local/share/bash-completion/completions/evenkeel"),
	.mends_settings = true,
	.run = run,
};
