package org.cloister.amd.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {
    @ParameterizedTest
    @CsvSource({
        "1,EPERM",
        "2,ENOENT",
        "4,EINTR",
        "5,EIO",
        "6,ENXIO",
        "7,E2BIG",
        "9,EBADF",
        "11,EAGAIN",
        "12,ENOMEM",
        "13,EACCES",
        "14,EFAULT",
        "16,EBUSY",
        "17,EEXIST",
        "19,ENODEV",
        "22,EINVAL",
        "25,ENOTTY",
        "28,ENOSPC",
        "95,EOPNOTSUPP",
        "110,ETIMEDOUT",
        "524,ENOTSUPP"
    })
    void hasLinuxsNumbers(int number, String name) {
        assertThat(Errno.describe(number)).startsWith(name + " (" + number + ", ");
        assertThat(Errno.remedy(number)).isNotBlank();
    }

    @Test
    void saysThatANumberIsNotKnown() {
        assertThat(Errno.describe(77)).isEqualTo("errno 77 (not one that SEV commands are known to give)");
        assertThat(Errno.remedy(77)).isEqualTo("see the kernel log");
        assertThat(Errno.describe(-1)).contains("errno -1");
    }
}
