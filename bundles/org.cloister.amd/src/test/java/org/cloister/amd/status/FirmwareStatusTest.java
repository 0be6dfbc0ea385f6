// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirmwareStatusTest {
    /** Linux, include/uapi/linux/psp-sev.h, sev_ret_code. */
    private static final String LINUX = """
            00 SUCCESS 01 INVALID_PLATFORM_STATE 02 INVALID_GUEST_STATE 03 INVALID_CONFIG 04 INVALID_LEN
            05 ALREADY_OWNED 06 INVALID_CERTIFICATE 07 POLICY_FAILURE 08 INACTIVE 09 INVALID_ADDRESS
            0A BAD_SIGNATURE 0B BAD_MEASUREMENT 0C ASID_OWNED 0D INVALID_ASID 0E WBINVD_REQUIRED 0F DFFLUSH_REQUIRED
            10 INVALID_GUEST 11 INVALID_COMMAND 12 ACTIVE 13 HWERROR_PLATFORM 14 HWERROR_UNSAFE 15 UNSUPPORTED
            16 INVALID_PARAM 17 RESOURCE_LIMIT 18 SECURE_DATA_INVALID 19 INVALID_PAGE_SIZE 1A INVALID_PAGE_STATE
            1B INVALID_MDATA_ENTRY 1C INVALID_PAGE_OWNER 1D AEAD_OFLOW 1F EXIT_RING_BUFFER 20 RMP_INIT_REQUIRED
            21 BAD_SVN 22 BAD_VERSION 23 SHUTDOWN_REQUIRED 24 UPDATE_FAILED 25 RESTORE_REQUIRED 26 RMP_INIT_FAILED
            27 INVALID_KEY 28 SHUTDOWN_INCOMPLETE 30 INCORRECT_BUFFER_LENGTH 31 EXPAND_BUFFER_LENGTH 32 SPDM_REQUEST
            33 SPDM_ERROR 35 ERR_IN_DEV_CONN 36 INVALID_DEV_CTX 37 INVALID_TDI_CTX 38 INVALID_TDI
            39 RECLAIM_REQUIRED 3A IN_USE 3B INVALID_DEV_STATE 3C INVALID_TDI_STATE 3D DEV_CERT_CHANGED
            3E RESYNC_REQ 3F RESPONSE_TOO_LARGE
            """;

    @Test
    void hasTheKernelsCodesAndNames() {
        String[] words = LINUX.strip().split("\\s+");
        Map<Integer, String> expected = new TreeMap<>();
        for (int i = 0; i < words.length; i += 2) {
            expected.put(Integer.parseInt(words[i], 16), words[i + 1]);
        }
        Map<Integer, String> actual = Arrays.stream(FirmwareStatus.values())
                .collect(Collectors.toMap(FirmwareStatus::code, FirmwareStatus::name));
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void hasAMeaningAndARemedyOfItsOwnForEach() {
        assertThat(FirmwareStatus.values())
                .extracting(FirmwareStatus::meaning)
                .doesNotHaveDuplicates()
                .allMatch(text -> !text.isBlank());
        assertThat(FirmwareStatus.values())
                .extracting(status -> status.remedy())
                .doesNotHaveDuplicates()
                .allMatch(text -> !text.isBlank());
    }

    @Test
    void describesACode() {
        assertThat(FirmwareStatus.describe(0x0b))
                .startsWith("0x0B BAD_MEASUREMENT (the measurement is not the expected one");
        assertThat(FirmwareStatus.remedy(0x0b)).isEqualTo(FirmwareStatus.BAD_MEASUREMENT.remedy());
        assertThat(FirmwareStatus.of(0x16)).contains(FirmwareStatus.INVALID_PARAM);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            SNP_VLEK_LOAD     | BAD_MEASUREMENT        | wrapped for another chip | for this chip
            SNP_VLEK_LOAD     | BAD_SVN                | another TCB version      | the reported TCB version
            SNP_VLEK_LOAD     | INVALID_PARAM          | the hashstick            | 432 bytes
            SNP_SET_CONFIG    | INVALID_PARAM          | above the committed one  | not above the committed one
            SNP_COMMIT        | INVALID_PLATFORM_STATE | not initialised          | ccp
            SNP_LAUNCH_START  | POLICY_FAILURE         | cannot fulfil            | the platform's state
            SNP_LAUNCH_START  | INVALID_PARAM          | reserved bits            | out of the policy
            SNP_LAUNCH_UPDATE | INVALID_PARAM          | the page's type          | CPUID page
            SNP_LAUNCH_UPDATE | INVALID_ADDRESS        | outside memory           | whole pages
            SNP_LAUNCH_FINISH | BAD_MEASUREMENT        | that of the ID block     | expected launch digest
            SNP_LAUNCH_FINISH | POLICY_FAILURE         | that of the ID block     | the ID block was made for
            SNP_LAUNCH_FINISH | BAD_SIGNATURE          | a signature of the ID    | the ID key
            SNP_LAUNCH_FINISH | INVALID_PARAM          | ID block or ID auth      | author key
            SNP_LAUNCH_FINISH | INVALID_GUEST_STATE    | not being launched       | start the launch
            LAUNCH_START      | BAD_MEASUREMENT        | the session              | PDH certificate
            LAUNCH_SECRET     | BAD_MEASUREMENT        | the secret's header      | pack the secret anew
            PEK_CERT_IMPORT   | INVALID_CERTIFICATE    | PEK or OCA               | pek-csr
            """)
    void meansSomethingOfItsOwnForACommand(String command, FirmwareStatus status, String meaning, String remedy) {
        assertThat(FirmwareStatus.describe(command, status.code()))
                .startsWith(String.format("0x%02X %s (", status.code(), status))
                .contains(meaning);
        assertThat(FirmwareStatus.remedy(command, status.code())).contains(remedy);
    }

    @Test
    void meansTheSameAsEverForOtherCommands() {
        int code = FirmwareStatus.BAD_MEASUREMENT.code();
        assertThat(FirmwareStatus.describe("SNP_COMMIT", code)).isEqualTo(FirmwareStatus.describe(code));
        assertThat(FirmwareStatus.remedy("SNP_COMMIT", code)).isEqualTo(FirmwareStatus.remedy(code));
        assertThat(FirmwareStatus.describe("SNP_COMMIT", 0x34)).isEqualTo(FirmwareStatus.describe(0x34));
    }

    @Test
    void saysThatTheFirmwareWasNotCalled() {
        assertThat(FirmwareStatus.describe(FirmwareStatus.NOT_CALLED))
                .isEqualTo("0xFFFFFFFF (the firmware was not called)");
        assertThat(FirmwareStatus.remedy(FirmwareStatus.NOT_CALLED)).contains("error number");
        assertThat(FirmwareStatus.of(FirmwareStatus.NOT_CALLED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1e, 0x29, 0x2f, 0x34, 0x40, 0x7fffffff, 0x80000000})
    void saysThatACodeIsUnassigned(int code) {
        assertThat(FirmwareStatus.of(code)).isEmpty();
        assertThat(FirmwareStatus.describe(code)).startsWith(String.format("0x%02X (unassigned", code));
        assertThat(FirmwareStatus.remedy(code)).isNotBlank();
    }
}
