/*
 * The file as blocks: its events and its time zones, each a list of unfolded lines. Of an event only the lines that matter are kept,
 * so descriptions, people and attachments never come near a parser.
 */
#ifndef DAEMON_CALENDAR_ICS_H
#define DAEMON_CALENDAR_ICS_H

#include <stdbool.h>
#include <stdio.h>

#include <evenkeel/calendar.h>
#include <evenkeel/text.h>

#define ICS_FILE_MAX (16 * 1024 * 1024)
#define ICS_LINE_MAX 65536 /* unfolded; EXDATE can be long */
#define ICS_DEPTH 8
#define ICS_NAME_SIZE 32

enum ics_kind { ICS_EVENT, ICS_ZONE };

struct ics_block {
	enum ics_kind kind;
	int line;          /* of its BEGIN */
	bool overlong;     /* a line that matters was longer than ICS_LINE_MAX */
	struct text lines; /* each with its newline */
};

struct ics {
	FILE *file;
	struct text line; /* unfolded */
	bool line_overlong;
	int number;      /* physical lines read */
	int line_number; /* where the unfolded one begins */
	long bytes;
	int ahead; /* a byte read too far; EOF = none */
	bool seen; /* a VCALENDAR */
	int depth;
	char names[ICS_DEPTH][ICS_NAME_SIZE];
	enum calendar_fault fault;
};
void ics_begin(struct ics *ics, FILE *file); /* from the file's start */
void ics_end(struct ics *ics);

#define ICS_OVER 1
/* The next block. ICS_OVER: the file ended well. -1: ics->fault, at ics->line_number. */
int ics_next(struct ics *ics, struct ics_block *ret);

/* One line taken apart. */
struct ics_property {
	char name[ICS_NAME_SIZE]; /* upper case */
	const char *parameters;   /* from the first ';' to the ':' */
	size_t parameters_length;
	const char *value;
	size_t length;
};
/* The line at *@cursor, which moves behind it; false at the end. */
bool ics_property_next(const char **cursor, struct ics_property *ret);
/* The parameter's value without quotes; false if there is none, or it is longer than @size allows. */
bool ics_parameter(const struct ics_property *property, const char *name, char *ret, size_t size);

#endif
