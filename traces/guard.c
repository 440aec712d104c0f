// Keeps a crash of the FST library on damaged files inside a child process.
// SPDX-License-Identifier: Apache-2.0
#include "traces/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct verdict {
    hx_status status;
    int exit_code;
    hx_error error;
} verdict;

// Counted from what is mapped already, which is much where a sanitizer keeps its shadow.
static void limit_memory(uint64_t bytes)
{
    unsigned long long pages = 0;
    FILE *file = bytes ? fopen("/proc/self/statm", "r") : NULL;
    if (!file)
        return;
    if (fscanf(file, "%llu", &pages) == 1) {
        rlim_t size = (rlim_t)(pages * (unsigned long long)sysconf(_SC_PAGESIZE) + bytes);
        setrlimit(RLIMIT_AS, &(struct rlimit){size, size});
    }
    fclose(file);
}

static void child(hx_trace_work *work, void *user, hx_trace_limits limits, int out)
{
    alarm(limits.seconds);
    limit_memory(limits.memory_bytes);
    verdict result = {HX_OK, 0, {""}};
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0)
        dup2(null, STDERR_FILENO);
    result.status = work(user, &result.exit_code, &result.error);
    if (fflush(stdout) && !result.status)
        result.status = hx_error_set(&result.error, HX_ERROR_IO, "cannot write the output: %s",
                                     strerror(errno));
    ssize_t written = write(out, &result, sizeof result);
    _exit(written == (ssize_t)sizeof result ? 0 : 1);
}

hx_status hx_trace_guard(hx_trace_work *work, void *user, const char *path, hx_trace_limits limits,
                         int *exit_code, hx_error *error)
{
    int ends[2];
    fflush(stdout);
    if (pipe(ends))
        return hx_error_set(error, HX_ERROR_IO, "pipe: %s", strerror(errno));
    pid_t pid = fork();
    if (pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return hx_error_set(error, HX_ERROR_IO, "fork: %s", strerror(errno));
    }
    if (!pid) {
        close(ends[0]);
        child(work, user, limits, ends[1]);
    }
    close(ends[1]);
    // Smaller than a pipe's atomic size: comes whole or not at all.
    verdict result;
    ssize_t got;
    do
        got = read(ends[0], &result, sizeof result);
    while (got < 0 && errno == EINTR);
    close(ends[0]);
    int code;
    while (waitpid(pid, &code, 0) < 0 && errno == EINTR)
        ;
    // Whoever read stdout has seen enough.
    if (got != (ssize_t)sizeof result && WIFSIGNALED(code) && WTERMSIG(code) == SIGPIPE)
        return HX_INTERRUPTED;
    if (got != (ssize_t)sizeof result)
        return hx_error_set(error, HX_ERROR_FORMAT, "%s: damaged wave file, a block cannot be read",
                            path);
    *exit_code = result.exit_code;
    if (error)
        *error = result.error;
    return result.status;
}
