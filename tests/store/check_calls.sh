#!/bin/bash
# Whatever the store and the outbox call to change a file goes by the fault tests' own functions (tests/store/faults/plain.c), so that they see it.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
changing='open open64 openat openat64 creat creat64 fopen fopen64 freopen fdopen mkstemp mkstemp64 mkostemp mkdtemp tmpfile tmpfile64
 close read __read_chk pread pread64 __pread_chk readv preadv write pwrite pwrite64 writev pwritev fwrite fputs fputc fprintf
 __fprintf_chk fsync fdatasync sync syncfs sync_file_range truncate truncate64 ftruncate ftruncate64 fallocate fallocate64
 posix_fallocate posix_fallocate64 copy_file_range sendfile sendfile64 splice mmap mmap64 msync rename renameat renameat2 link linkat
 symlink symlinkat unlink unlinkat remove rmdir mkdir mkdirat mknod mknodat utimensat futimens utime utimes'
program=$BUILD/tests/store/faults/test_fault_cut
wrapped=$(nm "$program" 2>/dev/null | sed -n 's/.* T __wrap_//p')
called=$(nm -u "$BUILD"/obj/lib/store/*.o "$BUILD"/obj/lib/os/outbox*.o | awk '$1 == "U" {print $2}' | sort -u)
seen=0 passed_by=
for name in $called; do
	[[ " $(echo $changing) " == *" $name "* ]] || continue
	seen=$((seen + 1))
	grep -qx "$name" <<<"$wrapped" || passed_by+=" $name"
done
is "no call of the store's passes the fault tests by" "$passed_by" ""
check "and it does call some" test "$seen" -ge 8
finish
