/* A disk that loses what was not synced, for the tests: preloaded into a process that writes below $WATCHED.
 *
 * POWER_FAILS_AT=n   at the n-th write, truncation or sync everything not synced since is undone and the process dies.
 * SYNC_FAILS_FROM=n  from the n-th sync on, fsync and fdatasync answer EIO.
 * Old content is remembered before each change and forgotten when its file is synced.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct change {
    dev_t device; ino_t inode; int descriptor;
    off_t at, size_before; size_t length; char *before;
    struct change *older;
};
static struct change *changes;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long operations, syncs;

static long setting(const char *name) { const char *value = getenv(name); return value ? atol(value) : 0; }

static int watched(int descriptor, struct stat *about) {
    char link[64], path[4096];
    const char *folder = getenv("WATCHED");
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (!folder || length < 0) return 0;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder)) || strstr(path, "-shm")) return 0;
    return fstat(descriptor, about) == 0 && S_ISREG(about->st_mode);
}

static void lose_power(void) {
    for (struct change *one = changes; one; one = one->older) {
        syscall(SYS_pwrite64, one->descriptor, one->before, one->length, one->at);
        syscall(SYS_ftruncate, one->descriptor, one->size_before);
    }
    _exit(137);
}

static void count(void) { if (++operations == setting("POWER_FAILS_AT")) lose_power(); }

static void remember(int descriptor, off_t at, size_t length) {
    struct stat about;
    if (!watched(descriptor, &about)) return;
    pthread_mutex_lock(&lock);
    count();
    struct change *one = calloc(1, sizeof *one);
    one->device = about.st_dev; one->inode = about.st_ino; one->size_before = about.st_size;
    one->descriptor = dup(descriptor); one->at = at;
    if (at < about.st_size) {
        one->length = at + (off_t)length > about.st_size ? (size_t)(about.st_size - at) : length;
        one->before = malloc(one->length ? one->length : 1);
        syscall(SYS_pread64, descriptor, one->before, one->length, at);
    }
    one->older = changes; changes = one;
    pthread_mutex_unlock(&lock);
}

static int sync_file(int descriptor, long call) {
    struct stat about;
    if (!watched(descriptor, &about)) return syscall(call, descriptor);
    pthread_mutex_lock(&lock);
    count();
    long from = setting("SYNC_FAILS_FROM");
    if (from && ++syncs >= from) { pthread_mutex_unlock(&lock); errno = EIO; return -1; }
    for (struct change **place = &changes; *place;) {
        struct change *one = *place;
        if (one->device == about.st_dev && one->inode == about.st_ino) {
            *place = one->older; close(one->descriptor); free(one->before); free(one);
        } else place = &one->older;
    }
    int done = syscall(call, descriptor);
    pthread_mutex_unlock(&lock);
    return done;
}

int fsync(int descriptor) { return sync_file(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return sync_file(descriptor, SYS_fdatasync); }

ssize_t write(int descriptor, const void *from, size_t length) {
    remember(descriptor, lseek(descriptor, 0, SEEK_CUR), length);
    return syscall(SYS_write, descriptor, from, length);
}
ssize_t pwrite(int descriptor, const void *from, size_t length, off_t at) {
    remember(descriptor, at, length);
    return syscall(SYS_pwrite64, descriptor, from, length, at);
}
ssize_t pwrite64(int descriptor, const void *from, size_t length, off64_t at) { return pwrite(descriptor, from, length, at); }
int ftruncate(int descriptor, off_t size) {
    struct stat about;
    if (watched(descriptor, &about) && size < about.st_size) remember(descriptor, size, about.st_size - size);
    else remember(descriptor, about.st_size, 0);
    return syscall(SYS_ftruncate, descriptor, size);
}
int ftruncate64(int descriptor, off64_t size) { return ftruncate(descriptor, size); }
