// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cloister.amd.message.GuestField;
import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.KeyResponse;
import org.cloister.amd.message.ReportRequest;
import org.cloister.amd.message.RootKey;
import org.cloister.api.Bytes;
import org.cloister.testing.DataFolder;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structs and numbers of the device against the kernel's, from a listing and from this host's compiler. */
class KernelStructsTest {
    private static final Pattern FIELD =
            Pattern.compile("\\s+\\+0x[0-9a-f]+ \\(\\s*(\\d+)\\) size\\s+(\\d+)\\s+(\\w+)");
    private static final Pattern STRUCT = Pattern.compile("struct (\\w+) .*sizeof=(\\d+) .*");
    private static final Pattern NUMBER = Pattern.compile("\\s+(SNP_GET_\\w+)\\s+= (\\d+) .*");

    /** Offset and size of each field that is written here, by struct and name; the struct itself is "sizeof". */
    private static final Map<String, String> OURS = ours();

    @TempDir
    private Path folder;

    @Test
    void everyFieldLiesWhereTheListingPutsIt() throws Exception {
        assertThat(listed(DataFolder.lines("../spec/uapi-offsets.txt"))).containsAllEntriesOf(OURS);
    }

    @Test
    void everyFieldLiesWhereTheCompilerPutsIt() throws Exception {
        Needs.file(Path.of("/usr/include/linux/sev-guest.h"));
        Needs.program("gcc");
        // Older headers have no names for the halves of exitinfo2
        Map<String, String> told = compiled(OURS.keySet().stream().collect(Collectors.toList()));
        assertThat(told).isEqualTo(OURS);
    }

    @Test
    void structsComeBackAsTheyWere() {
        RequestStruct request = new RequestStruct(1, 0x1122334455667788L, -2, 0x0000000200000016L);
        assertThat(RequestStruct.decode(request.encode())).isEqualTo(request);
        assertThat(request.encode().hex())
                .isEqualTo("01000000000000008877665544332211feffffffffffffff1600000002000000");
        ReportRequest report = ReportRequest.of(Bytes.ofHex("5a".repeat(64)), 3, KeyChoice.VLEK);
        ExtendedReportStruct extended = new ExtendedReportStruct(report, 0x1234, 8192);
        assertThat(ExtendedReportStruct.decode(extended.encode())).isEqualTo(extended);
        assertThat(extended.encode().slice(96, 16).hex()).isEqualTo("34120000000000000020000000000000");
    }

    private static Map<String, String> ours() {
        Bytes ones = Bytes.ofHex("ff".repeat(64));
        Map<String, String> all = new TreeMap<>();
        put(all, "snp_report_req", ReportRequest.SIZE);
        field(
                all,
                "snp_report_req.user_data",
                zeros(ReportRequest.of(zeros(64), 0, KeyChoice.ANY).raw()),
                ReportRequest.of(ones, 0, KeyChoice.ANY).raw());
        field(
                all,
                "snp_report_req.vmpl",
                ReportRequest.of(zeros(64), 0, KeyChoice.ANY).raw(),
                ReportRequest.of(zeros(64), 0xffffffffL, KeyChoice.ANY).raw());
        put(all, "snp_report_resp", SevGuestIoctl.GET_REPORT.response());
        Bytes key = key(0, 0, 0);
        put(all, "snp_derived_key_req", key.length());
        field(all, "snp_derived_key_req.vmpl", key, key(-1, 0, 0));
        field(all, "snp_derived_key_req.guest_svn", key, key(0, -1, 0));
        field(all, "snp_derived_key_req.tcb_version", key, key(0, 0, -1));
        put(all, "snp_derived_key_resp", KeyResponse.SIZE);
        Bytes none = new RequestStruct(0, 0, 0, 0).encode();
        put(all, "snp_guest_request_ioctl", RequestStruct.SIZE);
        field(all, "snp_guest_request_ioctl.msg_version", none, new RequestStruct(-1, 0, 0, 0).encode());
        field(all, "snp_guest_request_ioctl.req_data", none, new RequestStruct(0, -1, 0, 0).encode());
        field(all, "snp_guest_request_ioctl.resp_data", none, new RequestStruct(0, 0, -1, 0).encode());
        field(all, "snp_guest_request_ioctl.exitinfo2", none, new RequestStruct(0, 0, 0, -1).encode());
        field(all, "snp_guest_request_ioctl.fw_error", none, new RequestStruct(0, 0, 0, 0xffffffffL).encode());
        field(all, "snp_guest_request_ioctl.vmm_error", none, new RequestStruct(0, 0, 0, -1L << 32).encode());
        ReportRequest blank = ReportRequest.of(zeros(64), 0, KeyChoice.ANY);
        Bytes extended = new ExtendedReportStruct(blank, 0, 0).encode();
        put(all, "snp_ext_report_req", ExtendedReportStruct.SIZE);
        field(all, "snp_ext_report_req.certs_address", extended, new ExtendedReportStruct(blank, -1, 0).encode());
        field(all, "snp_ext_report_req.certs_len", extended, new ExtendedReportStruct(blank, 0, -1).encode());
        for (SevGuestIoctl ioctl : SevGuestIoctl.values()) {
            all.put("SNP_" + ioctl, Long.toString(ioctl.number()));
        }
        return all;
    }

    private static Bytes key(int vmpl, int svn, long tcb) {
        return KeyRequest.of(new KeyRequest.Wanted(
                        RootKey.PLATFORM, KeyChoice.ANY, java.util.Set.<GuestField>of(), vmpl, svn, tcb, 0))
                .raw();
    }

    private static void put(Map<String, String> all, String struct, int size) {
        all.put(struct + ".sizeof", "0 " + size);
    }

    /** Where two encodings differ is where the field lies. */
    private static void field(Map<String, String> all, String name, Bytes before, Bytes after) {
        int from = 0;
        while (before.at(from) == after.at(from)) {
            from++;
        }
        int end = before.length();
        while (before.at(end - 1) == after.at(end - 1)) {
            end--;
        }
        all.put(name, from + " " + (end - from));
    }

    private static Map<String, String> listed(List<String> lines) {
        Map<String, String> all = new TreeMap<>();
        String struct = "";
        for (String line : lines) {
            Matcher name = STRUCT.matcher(line);
            Matcher field = FIELD.matcher(line);
            Matcher number = NUMBER.matcher(line);
            if (name.matches()) {
                struct = name.group(1);
                all.put(struct + ".sizeof", "0 " + name.group(2));
            } else if (field.matches()) {
                all.put(struct + "." + field.group(3), field.group(1) + " " + field.group(2));
            } else if (number.matches()) {
                all.put(number.group(1), number.group(2));
            }
        }
        return all;
    }

    private Map<String, String> compiled(List<String> names) throws IOException, InterruptedException {
        Path source = folder.resolve("structs.c");
        Path program = folder.resolve("structs");
        Path printed = folder.resolve("printed");
        Files.writeString(
                source,
                """
                    #include <stddef.h>
                    #include <stdio.h>
                    #include <sys/ioctl.h>
                    #include <linux/types.h>
                    #include <linux/sev-guest.h>
                    int main(void) {
                    """ + names.stream().map(KernelStructsTest::statement).collect(Collectors.joining()) + "return 0; }\n");
        Path errors = folder.resolve("errors");
        int status = run(errors, "gcc", "-o", program.toString(), source.toString());
        String said = Files.readString(errors);
        Assumptions.assumeFalse(said.contains("no member named"), "this host's kernel headers are older");
        assertThat(status).as(said).isZero();
        run(printed, program.toString());
        return new TreeMap<>(Files.readAllLines(printed).stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(words -> words[0], words -> words[1])));
    }

    private static String statement(String name) {
        if (!name.contains(".")) {
            return "printf(\"" + name + " %lu\\n\", (unsigned long) " + name + ");\n";
        }
        String struct = "struct " + name.substring(0, name.indexOf('.'));
        String field = name.substring(name.indexOf('.') + 1);
        return field.equals("sizeof")
                ? "printf(\"" + name + " 0 %zu\\n\", sizeof(" + struct + "));\n"
                : "printf(\"" + name + " %zu %zu\\n\", offsetof(" + struct + ", " + field + "), sizeof(((" + struct
                        + " *) 0)->" + field + "));\n";
    }

    private static int run(Path output, String... command) throws IOException, InterruptedException {
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().put("LC_ALL", "C");
        return process.start().waitFor();
    }

    private static Bytes zeros(int length) {
        return Bytes.of(new byte[length]);
    }

    private static Bytes zeros(Bytes like) {
        return zeros(like.length());
    }
}
