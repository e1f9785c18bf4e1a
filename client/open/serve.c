#include "serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <sodium.h>

#include <evenkeel/secret.h>

#include "browser.h"
#include "term.h"
#include "unused.h"
#include "view.h"

enum {
	HEAD_MOST = 8 << 10,
	BODY_MOST = 32 << 10,   /* a review's note, escaped, and the rest of its part */
	REFUSED_MOST = 1 << 20, /* more than that libevent refuses itself, without our headers */
	PATIENCE_S = 30,        /* for a request to come in, and an answer to go out */
	CONNECTIONS = 16,
	REST_S = 1, /* where there is no descriptor for one more */
};

static const char *const plain_headers[][2] = {
	{"Content-Type", "text/html; charset=utf-8"},
	{"Cache-Control", "no-store"},
	{"Referrer-Policy", "no-referrer"},
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	/* One request each: nothing that came or went stays in a connection's buffers. */
	{"Connection", "close"},
};

static void add_policy(struct evkeyvalq *headers)
{
	_cleanup_(text_clear) struct text policy = {0};
	text_append(&policy, "default-src 'none'; style-src");
	view_style_sources(&policy);
	text_append(&policy, "; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
	evhttp_add_header(headers, "Content-Security-Policy", text_string(&policy));
}

static void add_cookie(const struct open *open, struct evkeyvalq *headers)
{
	char word[GUARD_HEX], cookie[256];
	guard_hex(open->guard->session, word);
	snprintf(cookie, sizeof(cookie), GUARD_COOKIE "=%s; Path=/%s/; HttpOnly; SameSite=Strict", word,
		 open->guard->place);
	evhttp_add_header(headers, "Set-Cookie", cookie);
	sodium_memzero(word, sizeof(word));
	sodium_memzero(cookie, sizeof(cookie));
}

static void add_headers(const struct open *open, const struct answer *answer, struct evkeyvalq *headers)
{
	char place[128];
	for (size_t i = 0; i < sizeof(plain_headers) / sizeof(*plain_headers); i++)
		evhttp_add_header(headers, plain_headers[i][0], plain_headers[i][1]);
	add_policy(headers);
	if (answer->welcome)
		add_cookie(open, headers);
	if (answer->to != NULL) {
		snprintf(place, sizeof(place), "/%s/%s", open->guard->place, answer->to);
		evhttp_add_header(headers, "Location", place);
	}
	if (answer->status == HTTP_BADMETHOD)
		evhttp_add_header(headers, "Allow", "GET, POST");
}

static void on_last_sent(struct evhttp_request *request, void *context)
{
	(void)request;
	event_base_loopexit(((struct open *)context)->base, NULL);
}

static void reply(struct open *open, struct evhttp_request *request, struct answer *answer)
{
	struct evbuffer *body = evbuffer_new();
	add_headers(open, answer, evhttp_request_get_output_headers(request));
	evbuffer_add(body, text_string(&answer->body), answer->body.length);
	if (answer->last)
		evhttp_request_set_on_complete_cb(request, on_last_sent, open);
	evhttp_send_reply(request, answer->status, NULL, body);
	evbuffer_free(body);
	text_wipe(&answer->body);
}

/* The value of the only header @name. */
static const char *find_header(const struct evkeyvalq *headers, const char *name, bool *ret_twice)
{
	const char *value = NULL;
	for (const struct evkeyval *header = headers->tqh_first; header != NULL; header = header->next.tqe_next) {
		if (strcasecmp(header->key, name) != 0)
			continue;
		*ret_twice |= value != NULL;
		value = header->value;
	}
	return value;
}

static struct guard_request head_of(struct evhttp_request *request)
{
	const struct evkeyvalq *headers = evhttp_request_get_input_headers(request);
	struct guard_request head = {.post = evhttp_request_get_command(request) == EVHTTP_REQ_POST,
				     .target = evhttp_request_get_uri(request)};
	head.host = find_header(headers, "Host", &head.twice);
	head.origin = find_header(headers, "Origin", &head.twice);
	head.fetch_site = find_header(headers, "Sec-Fetch-Site", &head.twice);
	head.fetch_dest = find_header(headers, "Sec-Fetch-Dest", &head.twice);
	head.cookie = find_header(headers, "Cookie", &head.twice);
	return head;
}

/* The form, in memory that is wiped by sodium_free; NULL where what was sent is none. */
static char *read_form(struct evhttp_request *request, struct form *ret)
{
	struct evbuffer *body = evhttp_request_get_input_buffer(request);
	size_t length = evbuffer_get_length(body);
	bool twice = false;
	const char *type = find_header(evhttp_request_get_input_headers(request), "Content-Type", &twice);
	if (twice || type == NULL || strcasecmp(type, "application/x-www-form-urlencoded") != 0)
		return NULL;
	char *bytes = secret_new(length + 1, NULL);
	evbuffer_copyout(body, bytes, length);
	if (form_read(bytes, length, ret) == 0)
		return bytes;
	sodium_free(bytes);
	return NULL;
}

static void answer_post(struct open *open, struct evhttp_request *request, const char *page, struct answer *ret)
{
	struct form form;
	if (evbuffer_get_length(evhttp_request_get_input_buffer(request)) > BODY_MOST) {
		view_refuse(open, HTTP_ENTITYTOOLARGE, ret);
		return;
	}
	char *bytes = read_form(request, &form);
	if (bytes == NULL)
		view_refuse(open, HTTP_BADREQUEST, ret);
	else if (!guard_fits(open->guard->form, form_value(&form, "form")))
		view_refuse(open, 403, ret);
	else
		route(open, page, &form, ret);
	sodium_free(bytes);
	sodium_memzero(&form, sizeof(form));
}

static void answer_page(struct open *open, struct evhttp_request *request, const char *page, struct answer *ret)
{
	enum evhttp_cmd_type method = evhttp_request_get_command(request);
	struct error err = {0};
	unused_again(open);
	if (client_look_at_clock(open->client, &err) < 0)
		view_fail(open, &err, ret);
	else if (method == EVHTTP_REQ_POST)
		answer_post(open, request, page, ret);
	else if (method == EVHTTP_REQ_GET)
		route(open, page, NULL, ret);
	else
		view_refuse(open, HTTP_BADMETHOD, ret);
}

static void on_gone(struct evhttp_connection *connection, void *context)
{
	(void)connection;
	((struct open *)context)->held = NULL;
}

static void hold(struct open *open, struct evhttp_request *request)
{
	open->held = request;
	evhttp_connection_set_closecb(evhttp_request_get_connection(request), on_gone, open);
}

void serve_held(struct open *open, struct answer *answer)
{
	struct evhttp_request *request = open->held;
	open->held = NULL;
	if (request == NULL) {
		text_wipe(&answer->body);
		return;
	}
	evhttp_connection_set_closecb(evhttp_request_get_connection(request), NULL, NULL);
	reply(open, request, answer);
}

static void on_request(struct evhttp_request *request, void *context)
{
	struct open *open = context;
	struct guard_request head = head_of(request);
	struct answer answer = {.status = HTTP_OK};
	const char *page = NULL;
	switch (guard_check(open->guard, &head, &page)) {
	case GUARD_REFUSE:
		view_refuse(open, 403, &answer);
		break;
	case GUARD_WELCOME:
		browser_came(open);
		unused_again(open);
		view_welcome(open, &answer);
		break;
	case GUARD_PAGE:
		answer_page(open, request, page, &answer);
		break;
	}
	if (answer.later)
		hold(open, request);
	else
		reply(open, request, &answer);
}

/* By hand: libevent would ask the resolver, and let others share the port. */
static int listen_here(int *ret_fd, uint16_t *ret_port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, CONNECTIONS) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) < 0) {
		close(fd);
		return -1;
	}
	*ret_fd = fd;
	*ret_port = ntohs(address.sin_port);
	return 0;
}

static void on_rested(evutil_socket_t fd, short what, void *listener)
{
	(void)fd, (void)what;
	evconnlistener_enable(listener);
}

/*
 * Whoever is on this computer may hold connections until no descriptor is left. libevent would try again, and say so, without end. What
 * it hands over is its own, so the listener alone says where we are.
 */
static void on_no_more(struct evconnlistener *listener, void *http)
{
	const struct timeval rest = {.tv_sec = REST_S};
	(void)http;
	if (event_base_once(evconnlistener_get_base(listener), -1, EV_TIMEOUT, on_rested, listener, &rest) == 0)
		evconnlistener_disable(listener);
}

static int take_in(struct open *open, int fd)
{
	struct evhttp_bound_socket *bound = evhttp_accept_socket_with_handle(open->http, fd);
	if (bound == NULL)
		return -1;
	evconnlistener_set_error_cb(evhttp_bound_socket_get_listener(bound), on_no_more);
	return 0;
}

int serve_begin(struct open *open, struct error *err)
{
	uint16_t port;
	int fd;
	if (listen_here(&fd, &port) < 0)
		return error_set(err, ERROR_FAILED, "cannot listen on 127.0.0.1: %s", strerror(errno));
	open->guard = secret_new(sizeof(*open->guard), NULL);
	guard_init(open->guard, port);
	open->http = evhttp_new(open->base);
	evhttp_set_max_headers_size(open->http, HEAD_MOST);
	evhttp_set_max_body_size(open->http, REFUSED_MOST);
	evhttp_set_timeout(open->http, PATIENCE_S);
	/* All, so that the answer to a wrong one is ours. */
	evhttp_set_allowed_methods(open->http, (ev_uint16_t)~0);
	evhttp_set_gencb(open->http, on_request, open);
	if (take_in(open, fd) < 0) {
		close(fd);
		return error_set(err, ERROR_FAILED, "cannot serve on 127.0.0.1");
	}
	return 0;
}

void serve_end(struct open *open)
{
	if (open->http != NULL)
		evhttp_free(open->http);
	open->http = NULL;
	sodium_free(open->guard);
	open->guard = NULL;
}
