// SPDX-License-Identifier: Apache-2.0
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
        "3,ESRCH",
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
        "23,ENFILE",
        "24,EMFILE",
        "25,ENOTTY",
        "28,ENOSPC",
        "38,ENOSYS",
        "95,EOPNOTSUPP",
        "110,ETIMEDOUT",
        "524,ENOTSUPP"
    })
    void hasLinuxsNumbers(int number, String name) {
        assertThat(Errno.name(number)).isEqualTo(name);
        assertThat(Errno.describe(number)).startsWith(name + " (" + number + ", ");
        assertThat(Errno.describe("ANY", number)).isEqualTo(Errno.describe(number));
        assertThat(Errno.remedy("ANY", number)).isEqualTo(Errno.remedy(number));
        assertThat(Errno.remedy(number)).isNotBlank();
    }

    @Test
    void saysThatANumberIsNotKnown() {
        assertThat(Errno.describe(77)).isEqualTo("errno 77 (not one that SEV commands are known to give)");
        assertThat(Errno.remedy(77)).isEqualTo("see the kernel log");
        assertThat(Errno.describe(-1)).contains("errno -1");
        assertThat(Errno.name(77)).isEqualTo("errno 77");
        assertThat(Errno.describe("INIT2", 77)).isEqualTo(Errno.describe(77));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MEMORY_ENCRYPT_OP | 25 | ENOTTY (25, SEV is not enabled in this kernel) | modprobe.d
            INIT2 | 25 | no ASIDs for this type of guest | number of SEV-ES ASIDs
            INIT2 | 22 | GHCB version | VMSA features within
            ES_INIT | 22 | not of the default type | INIT2
            INIT | 16 | ASIDs | close other
            LAUNCH_UPDATE_VMSA | 22 | breakpoints | debugging
            LAUNCH_SECRET | 22 | not physically contiguous | one page
            LAUNCH_MEASURE | 22 | 16 KiB | length 0
            SEND_UPDATE_DATA | 22 | a page | page by page
            RECEIVE_UPDATE_DATA | 22 | not an SEV guest | page by page
            CERT_EXPORT | 22 | does not implement | without
            SNP_LAUNCH_START | 22 | bit 17 | mask of policy bits
            SNP_LAUNCH_UPDATE | 5  | where its status is 0 the kernel did | KVM_SET_MEMORY_ATTRIBUTES
            SNP_LAUNCH_UPDATE | 22 | no memory slot | guest_memfd
            SNP_ENABLE_REQ_CERTS | 22 | older than 7.0 | first vCPU
            REG_REGION | 12 | pinned | RLIMIT_MEMLOCK
            UNREG_REGION | 22 | not registered so | address and size
            MOVE_ENC_CONTEXT_FROM | 16 | another copy or move | repeat
            PDH_CERT_EXPORT | 1 | not initialised | writing
            PEK_CSR | 1 | not opened for writing | root
            FACTORY_RESET | 16 | SEV guests | close all
            GET_ID2 | 524 | API 0.16 | newer firmware
            SNP_PLATFORM_STATUS | 22 | not initialised on this platform | BIOS
            """)
    void knowsWhatANumberMeansForACommand(String command, int errno, String meaning, String remedy) {
        assertThat(Errno.describe(command, errno))
                .startsWith(Errno.name(errno) + " (" + errno + ", ")
                .contains(meaning);
        assertThat(Errno.remedy(command, errno)).contains(remedy);
        assertThat(Errno.describe(command, errno)).isNotEqualTo(Errno.describe(errno));
    }
}
