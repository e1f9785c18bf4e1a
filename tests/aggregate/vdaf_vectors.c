/*
 * usage: vdaf-vectors FILE...    run files of test vectors for VDAFs, each the script of operations that it holds. The type of a file is its
 * name up to the first "_" or ".". A line a file: "ok NAME", or "FAIL NAME STAGE", which is the operation whose output or
 * refusal is not the file's, "parse", or "variant" for a type that is not known here. Exit 1 when any failed.
 */
#include <string.h>

#include <evenkeel/mem.h>

#include "circuits.h"
#include "script.h"

static const struct variant {
	const char *name, *maximum; /* which of the file's parameters is the circuit's */
	const struct flp_circuit *circuit;
} variants[] = {
	{"Prio3SumVec", "max_measurement", &flp_sumvec},
	{"Prio3Histogram", NULL, &circuit_histogram},
	{"Prio3MultihotCountVec", "max_weight", &circuit_multihot},
};

static const char *run_prio3(const struct variant *variant, const json_t *file)
{
	_cleanup_(blob_clear) struct blob context = {0};
	uint64_t length, maximum = 0, chunk, shares;
	struct prio3 prio3;

	if (vector_field(file, "ctx", &context) || vector_number(file, "length", &length) ||
	    vector_number(file, "chunk_length", &chunk) || vector_number(file, "shares", &shares) ||
	    (variant->maximum && vector_number(file, variant->maximum, &maximum)))
		return "parse";
	if (shares > PRIO3_SHARES_MAX ||
	    prio3_init(&prio3, variant->circuit, length, maximum, chunk, (unsigned)shares, context.bytes, context.size))
		return "variant";
	return script_run(&prio3, file);
}

static const char *run_xof(const json_t *file)
{
	_cleanup_(blob_clear) struct blob seed = {0}, tag = {0}, binder = {0}, derived = {0}, expanded = {0};
	uint8_t bytes[XOF_SEED_SIZE];
	struct turboshake128 xof, again;
	uint64_t length;

	if (vector_field(file, "seed", &seed) || vector_field(file, "dst", &tag) ||
	    vector_field(file, "binder", &binder) || vector_field(file, "derived_seed", &derived) ||
	    vector_field(file, "expanded_vec_field128", &expanded) || vector_number(file, "length", &length) ||
	    length > 100000 || seed.size > UINT8_MAX || tag.size > UINT16_MAX)
		return "parse";
	struct field128 *elements _cleanup_free_ = mem_new(length, sizeof(*elements));
	uint8_t *encoded _cleanup_free_ = mem_new(length, FIELD128_SIZE);
	xof_init(&xof, seed.bytes, seed.size, tag.bytes, tag.size);
	turboshake128_absorb(&xof, binder.bytes, binder.size);
	xof_finish(&xof);
	again = xof;
	turboshake128_squeeze(&xof, bytes, sizeof(bytes));
	if (!blob_is(&derived, bytes, sizeof(bytes)))
		return "derive_seed";
	xof_elements(&again, elements, length);
	field128_encode_vector(elements, length, encoded);
	return blob_is(&expanded, encoded, length * FIELD128_SIZE) ? NULL : "expand_into_vec";
}

static const char *run(const char *name, const json_t *file)
{
	size_t length = strcspn(name, "_.");

	if (strncmp(name, "XofTurboShake128", length) == 0 && length == strlen("XofTurboShake128"))
		return run_xof(file);
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++)
		if (strlen(variants[i].name) == length && strncmp(name, variants[i].name, length) == 0)
			return run_prio3(&variants[i], file);
	return "variant";
}

int main(int argc, char **argv)
{
	return vector_main(argc, argv, run);
}
