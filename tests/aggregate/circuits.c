#include <string.h>

#include "circuits.h"

static struct field128 sum_of(const struct field128 *elements, size_t count)
{
	struct field128 sum = {0};

	for (size_t i = 0; i < count; i++)
		sum = field128_add(sum, elements[i]);
	return sum;
}

static void first_of(const struct flp *flp, const struct field128 *inputs, struct field128 *ret)
{
	memcpy(ret, inputs, flp->length * sizeof(*ret));
}

static size_t histogram_inputs(const struct flp *flp)
{
	return flp->length;
}

/* No secret passes here but a test's. */
static uint64_t histogram_encode(const struct flp *flp, const uint64_t *measurement, struct field128 *ret)
{
	for (size_t i = 0; i < flp->length; i++)
		ret[i] = field128_from(i == *measurement);
	return *measurement < flp->length ? 0 : UINT64_MAX;
}

static struct field128 histogram_check(const struct flp *flp, const struct field128 *inputs)
{
	return field128_subtract(sum_of(inputs, flp->length), flp->shares_inverse);
}

static size_t multihot_inputs(const struct flp *flp)
{
	return flp->length + flp->bits;
}

static uint64_t multihot_encode(const struct flp *flp, const uint64_t *measurement, struct field128 *ret)
{
	uint64_t weight = 0, beyond = 0;

	for (size_t i = 0; i < flp->length; i++) {
		ret[i] = field128_from(measurement[i]);
		weight += measurement[i] == 1;
		beyond |= measurement[i] > 1 ? UINT64_MAX : 0;
	}
	return beyond | flp_encode_number(flp, weight, ret + flp->length);
}

static struct field128 multihot_check(const struct flp *flp, const struct field128 *inputs)
{
	return field128_subtract(sum_of(inputs, flp->length), flp_decode_number(flp, inputs + flp->length));
}

const struct flp_circuit circuit_histogram = {.algorithm = 4,
					      .inputs = histogram_inputs,
					      .encode = histogram_encode,
					      .truncate = first_of,
					      .check = histogram_check};
const struct flp_circuit circuit_multihot = {.algorithm = 5,
					     .inputs = multihot_inputs,
					     .encode = multihot_encode,
					     .truncate = first_of,
					     .check = multihot_check};
