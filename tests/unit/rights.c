#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>

#include <cmocka.h>

#include "rights.h"

void rights_ordinary(bool ordinary)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct sets[2] = {0};
	const unsigned overriding = 1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH | 1u << CAP_FOWNER;

	assert_int_equal(syscall(SYS_capget, &head, sets), 0);
	sets[0].effective = ordinary ? sets[0].effective & ~overriding : sets[0].permitted;
	assert_int_equal(syscall(SYS_capset, &head, sets), 0);
}
