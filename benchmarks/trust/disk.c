/* A disk that writes down what is written to it, and that can be full.

   Loaded before the C library (LD_PRELOAD). Of what happens below TRUST_FOLDER it appends a record
   to TRUST_LOG: see benchmarks/trust/disk.py. From the TRUST_FULL_AT-th write on there, nothing more
   can be written: ENOSPC. Variables are read at each call, since runs are forks of one process.  */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long written;

struct record {
    char op[8];
    uint64_t file;
    int64_t offset;
    uint64_t length;
    uint64_t path, other;
};

static int is_below(const char *path)
{
    const char *folder = getenv("TRUST_FOLDER");
    size_t length = folder ? strlen(folder) : 0;
    return length && path && !strncmp(path, folder, length)
           && (path[length] == '/' || !path[length]);
}

static int path_of(int fd, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return is_below(path);
}

static uint64_t number_of(int fd)
{
    struct stat found;
    return fstat(fd, &found) ? 0 : (uint64_t)found.st_ino;
}

static void record(char op, uint64_t file, int64_t offset, const char *path, const char *other,
                   const void *data, size_t length)
{
    const char *name = getenv("TRUST_LOG");
    if (!name)
        return;
    int kept = errno;
    struct record head = {{op}, file, offset, length, strlen(path), strlen(other)};
    struct iovec parts[4] = {{&head, sizeof head},
                             {(void *)path, head.path},
                             {(void *)other, head.other},
                             {(void *)data, length}};
    int log = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (log >= 0) {
        syscall(SYS_writev, log, parts, 4);
        syscall(SYS_close, log);
    }
    errno = kept;
}

void trust_mark(void)
{
    record('K', 0, 0, "", "", "", 0);
}

/* Whether the disk is full by now. */
static int is_full(void)
{
    const char *at = getenv("TRUST_FULL_AT");
    if (!at || ++written < atol(at))
        return 0;
    errno = ENOSPC;
    return 1;
}

static void created(int fd, const char *path, int was_there, int flags)
{
    if (fd < 0)
        return;
    if (!was_there)
        record('C', number_of(fd), 0, path, "", "", 0);
    else if (flags & O_TRUNC)
        record('T', number_of(fd), 0, path, "", "", 0);
}

static int opened(int folder, const char *path, int flags, mode_t mode)
{
    static int (*real)(int, const char *, int, ...);
    if (!real)
        real = REAL(openat);
    if (!(flags & (O_CREAT | O_TRUNC)) || !is_below(path))
        return real(folder, path, flags, mode);
    pthread_mutex_lock(&lock);
    int was_there = !access(path, F_OK);
    int fd = !was_there && is_full() ? -1 : real(folder, path, flags, mode);
    created(fd, path, was_there, flags);
    pthread_mutex_unlock(&lock);
    return fd;
}

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        va_list more;                                                                              \
        va_start(more, flags);                                                                     \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;                    \
        va_end(more);                                                                              \
        return opened(AT_FDCWD, path, flags, mode);                                                \
    }
OPEN(open)
OPEN(open64)

#define FOPEN(name)                                                                                \
    FILE *name(const char *path, const char *how)                                                  \
    {                                                                                              \
        static FILE *(*real)(const char *, const char *);                                          \
        if (!real)                                                                                 \
            real = REAL(name);                                                                     \
        if (how[0] != 'w' || !is_below(path))                                                      \
            return real(path, how);                                                                \
        pthread_mutex_lock(&lock);                                                                 \
        int was_there = !access(path, F_OK);                                                       \
        FILE *file = !was_there && is_full() ? NULL : real(path, how);                             \
        created(file ? fileno(file) : -1, path, was_there, O_TRUNC);                               \
        pthread_mutex_unlock(&lock);                                                               \
        return file;                                                                               \
    }
FOPEN(fopen)
FOPEN(fopen64)

static ssize_t put(int fd, const void *data, size_t length, int64_t offset)
{
    static ssize_t (*at)(int, const void *, size_t, off_t);
    static ssize_t (*next)(int, const void *, size_t);
    char path[PATH_MAX];
    if (!at)
        at = REAL(pwrite), next = REAL(write);
    if (!path_of(fd, path))
        return offset < 0 ? next(fd, data, length) : at(fd, data, length, offset);
    pthread_mutex_lock(&lock);
    ssize_t done = -1;
    if (!is_full()) {
        int64_t place = offset;
        if (offset < 0)
            place = lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
        done = offset < 0 ? next(fd, data, length) : at(fd, data, length, offset);
        if (done > 0)
            record('W', number_of(fd), place, path, "", data, (size_t)done);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t write(int fd, const void *data, size_t length)
{
    return put(fd, data, length, -1);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset)
{
    return put(fd, data, length, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset)
{
    return put(fd, data, length, offset);
}

size_t fwrite(const void *data, size_t size, size_t number, FILE *file)
{
    static size_t (*real)(const void *, size_t, size_t, FILE *);
    char path[PATH_MAX];
    if (!real)
        real = REAL(fwrite);
    if (!path_of(fileno(file), path))
        return real(data, size, number, file);
    pthread_mutex_lock(&lock);
    size_t done = 0;
    if (!is_full()) {
        long place = ftell(file);
        done = real(data, size, number, file);
        record('W', number_of(fileno(file)), place, path, "", data, done * size);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

static int cut(int fd, off_t size)
{
    static int (*real)(int, off_t);
    char path[PATH_MAX];
    if (!real)
        real = REAL(ftruncate);
    if (!path_of(fd, path))
        return real(fd, size);
    pthread_mutex_lock(&lock);
    struct stat before;
    int result = !fstat(fd, &before) && size > before.st_size && is_full() ? -1 : real(fd, size);
    if (!result)
        record('T', number_of(fd), size, path, "", "", 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate(int fd, off_t size)
{
    return cut(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
    return cut(fd, size);
}

static int synced(int fd, int (*real)(int))
{
    char path[PATH_MAX];
    int result = real(fd);
    if (!result && path_of(fd, path))
        record('S', number_of(fd), 0, path, "", "", 0);
    return result;
}

int fsync(int fd)
{
    static int (*real)(int);
    if (!real)
        real = REAL(fsync);
    return synced(fd, real);
}

int fdatasync(int fd)
{
    static int (*real)(int);
    if (!real)
        real = REAL(fdatasync);
    return synced(fd, real);
}

int rename(const char *path, const char *other)
{
    static int (*real)(const char *, const char *);
    if (!real)
        real = REAL(rename);
    pthread_mutex_lock(&lock);
    int result = real(path, other);
    if (!result && (is_below(path) || is_below(other)))
        record('R', 0, 0, path, other, "", 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int unlink(const char *path)
{
    static int (*real)(const char *);
    if (!real)
        real = REAL(unlink);
    pthread_mutex_lock(&lock);
    int result = real(path);
    if (!result && is_below(path))
        record('U', 0, 0, path, "", "", 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int unlinkat(int folder, const char *path, int flags)
{
    static int (*real)(int, const char *, int);
    char whole[2 * PATH_MAX];
    if (!real)
        real = REAL(unlinkat);
    int is_known = path[0] != '/' && folder != AT_FDCWD && path_of(folder, whole);
    if (is_known)
        snprintf(whole + strlen(whole), PATH_MAX, "/%s", path);
    pthread_mutex_lock(&lock);
    int result = real(folder, path, flags);
    if (!result && (is_known || is_below(path)))
        record(flags & AT_REMOVEDIR ? 'D' : 'U', 0, 0, is_known ? whole : path, "", "", 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int mkdir(const char *path, mode_t mode)
{
    static int (*real)(const char *, mode_t);
    if (!real)
        real = REAL(mkdir);
    pthread_mutex_lock(&lock);
    int is_own = is_below(path);
    int result = is_own && access(path, F_OK) && is_full() ? -1 : real(path, mode);
    if (!result && is_own)
        record('M', 0, 0, path, "", "", 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int rmdir(const char *path)
{
    static int (*real)(const char *);
    if (!real)
        real = REAL(rmdir);
    pthread_mutex_lock(&lock);
    int result = real(path);
    if (!result && is_below(path))
        record('D', 0, 0, path, "", "", 0);
    pthread_mutex_unlock(&lock);
    return result;
}

/* What is copied by the system could not be written down: whoever asks copies it by himself. */
ssize_t sendfile(int to, int from, off_t *offset, size_t length)
{
    (void)to, (void)from, (void)offset, (void)length;
    errno = ENOSYS;
    return -1;
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t length)
{
    return sendfile(to, from, (off_t *)offset, length);
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *place, size_t length,
                        unsigned int flags)
{
    (void)from, (void)at, (void)to, (void)place, (void)length, (void)flags;
    errno = ENOSYS;
    return -1;
}
