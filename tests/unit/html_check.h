/* Is markup whole? Tags nest and are closed, attributes are quoted, ids stand once and what refers to them finds them, each picture has its
 * role and a title, and nothing in it runs, styles itself or comes from elsewhere. Fails the test, with the place. */
#ifndef TESTS_UNIT_HTML_CHECK_H
#define TESTS_UNIT_HTML_CHECK_H

#include <stddef.h>

void html_check(const char *markup);
size_t html_count(const char *markup, const char *what);
/* The number in the first attribute @name behind the first @after; fails without one. */
double html_number(const char *markup, const char *after, const char *name);

#endif
