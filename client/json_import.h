/*
 * A json export (evenkeel-export, version 1) back into records: what json_record.c wrote makes the same record, to the last bit. Names
 * or numbers are taken for codes; labels and names of questions are for readers and are not looked at. Members that we do not know are
 * left alone, members that are missing or out of range are named; messages never say what stood there. The questionnaires in it are only
 * found here: json_arrival.c reads them.
 */
#ifndef CLIENT_JSON_IMPORT_H
#define CLIENT_JSON_IMPORT_H

#include <jansson.h>

#include <evenkeel/transfer.h>

#include "json_skim.h"

/*
 * All records or none; records_clear gives them back. @ret_questionnaires: where their list lies in @bytes, if there is one. json_out_init was
 * called.
 */
int json_import(const char *bytes, size_t length, struct records *ret, struct json_slice *ret_questionnaires,
		struct error *err);

#endif
