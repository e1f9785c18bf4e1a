/*
 * The person's page, opened from a notification: the user's systemd starts evenkeel-open.service, which has limits of its own. Offered only
 * where the manager is on the session bus and knows the unit; nobody is waited for. Only compiled where sd-bus is there.
 */
#ifndef DAEMON_OPEN_PAGE_H
#define DAEMON_OPEN_PAGE_H

#include <stdbool.h>

struct bus;
struct open_page;

/* @failed: what was asked for did not come about. From the loop, never from inside these functions. */
typedef void open_page_failed(void *context);
struct open_page *open_page_new(struct bus *session, open_page_failed *failed, void *context);
struct open_page *open_page_free(struct open_page *page);

/* Can it be asked for? */
bool open_page_is_there(const struct open_page *page);
void open_page_ask(struct open_page *page);

#endif
