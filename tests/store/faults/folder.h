/*
 * The directory of added questionnaires as the fault tests know it: in one of a few states, each of which is its files to the last byte, or
 * broken. What begins with a dot does not count: nobody reads it.
 */
#ifndef FAULTS_FOLDER_H
#define FAULTS_FOLDER_H

enum folder {
	FOLDER_NONE,     /* there is none */
	FOLDER_THEN,     /* as in the older backup */
	FOLDER_NOW,      /* since then one was taken away and one was added */
	FOLDER_JOINED,   /* THEN, and what NOW has besides */
	FOLDER_LISTED,   /* THEN with the list of NOW */
	FOLDER_LESS,     /* NOW without the one that was added */
	FOLDER_OTHER,    /* another machine's */
	FOLDER_ADDED,    /* NOW and one more: kept by who added it */
	FOLDER_NUMBERED, /* NOW with the list of ADDED */
	FOLDERS,         /* none of these: broken */
};

/* What each state looks like is kept in @dir, which exists. */
void folder_start(const char *dir);
/* DIR/instruments, made anew. */
void folder_make(const char *dir, enum folder state);
/* That of @dir is what @state looks like from now on. */
void folder_keep(const char *dir, enum folder state);
/* The same, but for the list, which is that of @list. */
void folder_keep_with(const char *dir, enum folder list, enum folder state);
enum folder folder_find(const char *dir);
const char *folder_name(enum folder state);

#endif
