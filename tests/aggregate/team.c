#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "team.h"

void team_random(struct team *team, void *ret, size_t size)
{
	uint8_t *bytes = ret;

	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)rng_next(&team->rng);
}

static void draw_pair(struct team *team, struct hpke_pair *ret)
{
	uint8_t seed[HPKE_KEY_SIZE];

	team_random(team, seed, sizeof(seed));
	hpke_pair_init(ret, seed);
}

static void draw_signer(struct team *team, uint8_t ret[static DAP_SECRET_SIZE])
{
	uint8_t seed[crypto_sign_SEEDBYTES], key[DAP_KEY_SIZE];

	team_random(team, seed, sizeof(seed));
	crypto_sign_seed_keypair(key, ret, seed);
}

/* The public key is the second half of the secret one. */
static int compare_secrets(const void *one, const void *other)
{
	return memcmp((const uint8_t *)one + DAP_KEY_SIZE, (const uint8_t *)other + DAP_KEY_SIZE, DAP_KEY_SIZE);
}

static void draw_members(struct team *team, size_t members)
{
	team->members = members;
	team->secrets = mem_new(members + 1, DAP_SECRET_SIZE);
	team->keys = mem_new(members + 1, DAP_KEY_SIZE);
	for (size_t i = 0; i < members; i++)
		draw_signer(team, team->secrets + i * DAP_SECRET_SIZE);
	qsort(team->secrets, members, DAP_SECRET_SIZE, compare_secrets);
	for (size_t i = 0; i < members; i++)
		crypto_sign_ed25519_sk_to_pk(team->keys + i * DAP_KEY_SIZE, team_secret(team, i));
}

static struct hpke_bytes words(const char *string)
{
	return (struct hpke_bytes){(const uint8_t *)string, strlen(string)};
}

static void set_task(struct team *team)
{
	team_random(team, team->salt, sizeof(team->salt));
	team->cohort.terms = (struct dap_task){.quarter = TEAM_QUARTER,
					       .salt = team->salt,
					       .leader = words("https://leader.example/"),
					       .helper = words("https://helper.example/"),
					       .floor = TEAM_FLOOR};
	size_t size = dap_task_encode(&team->cohort.terms, team->configuration);
	assert(size > 0);
	team->cohort.task = (struct dap_binding){team->task_id, {team->configuration, size}};
	dap_task_id(team->cohort.task.configuration, team->task_id);
}

static struct hpke_config config_of(uint8_t id, const struct hpke_pair *pair)
{
	struct hpke_config config = {.id = id};

	memcpy(config.public_key, pair->public_key, HPKE_KEY_SIZE);
	return config;
}

void team_init(struct team *ret, size_t members, uint64_t seed)
{
	*ret = (struct team){.rng = rng_seeded(seed)};
	if (sodium_init() < 0)
		abort();
	draw_pair(ret, &ret->leader);
	draw_pair(ret, &ret->helper);
	draw_pair(ret, &ret->collector);
	draw_signer(ret, ret->sign[PARTY_A]);
	draw_signer(ret, ret->sign[PARTY_B]);
	draw_members(ret, members);
	set_task(ret);
	ret->cohort.leader = config_of(1, &ret->leader);
	ret->cohort.helper = config_of(2, &ret->helper);
	ret->cohort.collector = config_of(3, &ret->collector);
	crypto_sign_ed25519_sk_to_pk(ret->cohort.sign[PARTY_A], ret->sign[PARTY_A]);
	crypto_sign_ed25519_sk_to_pk(ret->cohort.sign[PARTY_B], ret->sign[PARTY_B]);
	ret->cohort.weeks = members < DAP_LARGE ? DAP_LONG_WEEKS : 1;
	ret->cohort.label = words("Service desk, north");
	ret->cohort.members = members;
	ret->cohort.keys = ret->keys;
	ret->window = dap_window_of(TEAM_START, ret->cohort.weeks);
	team_random(ret, ret->seed, sizeof(ret->seed));
	dap_verify_key(ret->seed, ret->task_id, ret->verify_key);
	team_sign(ret);
}

void team_clear(struct team *team)
{
	mem_free_all(team->secrets, team->keys);
}

void team_sign(struct team *team)
{
	cohort_sign(&team->cohort, PARTY_A, team->sign[PARTY_A]);
	cohort_sign(&team->cohort, PARTY_B, team->sign[PARTY_B]);
}

const uint8_t *team_secret(const struct team *team, size_t member)
{
	return team->secrets + member * DAP_SECRET_SIZE;
}

struct role_party team_party(const struct team *team, unsigned party)
{
	return (struct role_party){.cohort = &team->cohort,
				   .verify_key = team->verify_key,
				   .pair = party == PARTY_A ? &team->leader : &team->helper,
				   .collector = party == PARTY_A ? &team->collector : NULL,
				   .secret = team->sign[party]};
}

void team_cells(struct team *team, uint64_t ret[static CELL_COUNT])
{
	memset(ret, 0, CELL_COUNT * sizeof(ret[0]));
	ret[CELL_STRESS + rng_below(&team->rng, CELL_STRESS_COUNT)] = 1;
	for (int i = 0; i < 6; i++)
		ret[CELL_SYMPTOM + rng_below(&team->rng, CELL_ENERGISING - CELL_SYMPTOM)] = 1;
	ret[CELL_ENERGISING + rng_below(&team->rng, 2)] = 1;
	ret[CELL_EFFECTIVE + rng_below(&team->rng, 2)] = 1;
	ret[CELL_BREAKS] = rng_below(&team->rng, 2);
	ret[CELL_HARD_CALL] = rng_below(&team->rng, 2);
	ret[CELL_ANSWERED] = 1;
}

void team_contribute(struct team *team, size_t member, uint64_t week, int64_t sums[static CELL_COUNT],
		     uint8_t ret[static DAP_ENVELOPE_SIZE])
{
	uint64_t cells[CELL_COUNT];
	struct role_random random;

	team_cells(team, cells);
	team_random(team, &random, sizeof(random));
	int r = role_contribute(&team->cohort, week, cells, team_secret(team, member), &random, ret);
	assert(r == 0);
	(void)r;
	for (int i = 0; i < CELL_COUNT; i++)
		sums[i] += (int64_t)cells[i];
}

void drop_clear(struct drop *drop)
{
	for (size_t i = 0; i < drop->count; i++)
		text_clear(&drop->files[i]);
	drop->count = 0;
}

void drop_add(struct drop *drop, uint64_t week, const void *bytes, size_t size)
{
	assert(drop->count < sizeof(drop->files) / sizeof(drop->files[0]));
	drop->files[drop->count] = (struct text){0};
	text_append_bytes(&drop->files[drop->count], bytes, size);
	drop->weeks[drop->count++] = week;
}

static int drop_next(void *context, uint64_t *ret_week, struct hpke_bytes *ret)
{
	struct drop *drop = context;

	if (drop->at == drop->count)
		return 1;
	if (drop->at + 1 == (size_t)drop->fail_at)
		return -1;
	*ret_week = drop->weeks[drop->at];
	*ret = bytes_of_text(&drop->files[drop->at++]);
	return 0;
}

struct role_source drop_source(struct drop *drop)
{
	drop->at = 0;
	return (struct role_source){.context = drop, .next = drop_next};
}

void drop_week(struct drop *drop, struct team *team, uint64_t week, int64_t sums[static CELL_COUNT])
{
	uint8_t envelope[DAP_ENVELOPE_SIZE];

	for (size_t i = 0; i < team->members; i++) {
		team_contribute(team, i, week, sums, envelope);
		drop_add(drop, week, envelope, sizeof(envelope));
	}
}

void drop_fill(struct drop *drop, struct team *team, int64_t sums[static CELL_COUNT])
{
	for (uint64_t week = 0; week < team->window.weeks; week++)
		drop_week(drop, team, team->window.start + week, sums);
}

int file_of(struct hpke_bytes bytes)
{
	int fd = memfd_create("a file", MFD_CLOEXEC);

	if (fd < 0 || write(fd, bytes.bytes, bytes.size) != (ssize_t)bytes.size)
		abort();
	return fd;
}

void file_text(int fd, struct text *ret)
{
	char room[4096];
	ssize_t n;

	for (off_t at = 0; (n = pread(fd, room, sizeof(room), at)) > 0; at += n)
		text_append_bytes(ret, room, (size_t)n);
}

void opening_init(struct opening *ret, struct team *team, struct drop *folder)
{
	*ret = (struct opening){
		.a = team_party(team, PARTY_A), .b = team_party(team, PARTY_B), .folder_a = folder, .folder_b = folder};
}

void opening_clear(struct opening *opening)
{
	text_clear(&opening->notes);
	text_clear(&opening->request);
	text_clear(&opening->response);
	text_clear(&opening->result);
	text_clear(&opening->countersignature);
}

void opening_begin(struct opening *ret, struct team *team, struct drop *folder, size_t members, uint64_t seed,
		   int64_t sums[static CELL_COUNT])
{
	memset(sums, 0, CELL_COUNT * sizeof(sums[0]));
	folder->fail_at = 0;
	team_init(team, members, seed);
	drop_fill(folder, team, sums);
	opening_init(ret, team, folder);
}

void opening_end(struct opening *opening, struct team *team)
{
	opening_clear(opening);
	drop_clear(opening->folder_a);
	team_clear(team);
}

struct text message_body(const struct text *message)
{
	struct exchange exchange;
	struct text body = {0};
	int r = exchange_decode(bytes_of_text(message), &exchange);

	assert(r == 0);
	(void)r;
	text_append_bytes(&body, exchange.body.bytes, exchange.body.size);
	return body;
}

void message_send(const struct team *team, unsigned party, enum exchange_type type, struct text *body,
		  struct text *message)
{
	text_clear(message);
	exchange_encode(type, team->task_id, team->window, bytes_of_text(body), team->sign[party], message);
	text_clear(body);
}

/* A run's files. */
enum { NOTES, REQUEST, RESPONSE, FILES };
struct files {
	int fd[FILES];
	struct role_party party;
};

static struct files files_of(const struct opening *opening, const struct role_party *party)
{
	const struct hpke_bytes none = {(const uint8_t *)"", 0};
	struct files files = {.fd = {file_of(bytes_of_text(&opening->notes)), file_of(bytes_of_text(&opening->request)),
				     file_of(bytes_of_text(&opening->response))},
			      .party = *party};

	files.party.scratch[0] = file_of(none);
	files.party.scratch[1] = file_of(none);
	return files;
}

static void files_close(struct files *files)
{
	for (int i = 0; i < FILES; i++)
		close(files->fd[i]);
	close(files->party.scratch[0]);
	close(files->party.scratch[1]);
}

int opening_lead(struct opening *opening, struct team *team)
{
	struct role_source source = drop_source(opening->folder_a);
	uint8_t random[LEAD_NOTES_HEAD];
	struct files files = files_of(opening, &opening->a);

	text_clear(&opening->notes);
	text_clear(&opening->request);
	team_random(team, random, sizeof(random));
	int r = role_lead(&files.party, team->window, &source, random, files.fd[NOTES], files.fd[REQUEST],
			  &opening->lead);
	file_text(files.fd[NOTES], &opening->notes);
	file_text(files.fd[REQUEST], &opening->request);
	files_close(&files);
	return r;
}

int opening_assist(struct opening *opening, const struct team *team)
{
	struct role_source source = drop_source(opening->folder_b);
	struct files files = files_of(opening, &opening->b);

	text_clear(&opening->response);
	int r = role_assist(&files.party, team->window, &source, files.fd[REQUEST], files.fd[RESPONSE],
			    &opening->assist);
	file_text(files.fd[RESPONSE], &opening->response);
	files_close(&files);
	return r;
}

int opening_finish(struct opening *opening, const struct team *team)
{
	struct files files = files_of(opening, &opening->a);

	text_clear(&opening->result);
	int r = role_finish(&files.party, team->window, files.fd[REQUEST], files.fd[RESPONSE], files.fd[NOTES],
			    &opening->result, &opening->figures, &opening->finish);
	files_close(&files);
	return r;
}

int opening_countersign(struct opening *opening, const struct team *team)
{
	struct files files = files_of(opening, &opening->b);

	text_clear(&opening->countersignature);
	int r = role_countersign(&files.party, team->window, files.fd[RESPONSE], bytes_of_text(&opening->result),
				 &opening->countersignature, &opening->figures_b);
	files_close(&files);
	return r;
}

int opening_run(struct opening *opening, struct team *team)
{
	int r = opening_lead(opening, team);

	if (r == 0)
		r = opening_assist(opening, team);
	if (r == 0)
		r = opening_finish(opening, team);
	return r ? r : opening_countersign(opening, team);
}

void request_body(struct hpke_bytes rejects, size_t job, struct text *text)
{
	_cleanup_(text_clear) struct text body = {0};
	size_t count = rejects.size / EXCHANGE_REJECT;

	text_append_char(&body, (char)(count >> 8));
	text_append_char(&body, (char)count);
	text_append_bytes(&body, rejects.bytes, rejects.size);
	text_append_bytes(&body, text->bytes + text->length - job, job);
	text->length -= job;
	text_append_bytes(text, body.bytes, body.length);
}
