// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs find the files of a host with the processor, however they name them. */
@Timeout(120)
class EmulatedFilesTest {
    private static final String MODULE = "/sys/module/kvm_amd/parameters/";

    @TempDir
    Path folder;

    private List<String> said(SupervisedHost host, String script) throws Exception {
        Path out = folder.resolve("out");
        assertThat(host.run("sh", "-c", "(" + script + ") >" + out + " 2>&1")).isZero();
        return Files.readAllLines(out);
    }

    @Test
    void theGenerationDecidesWhatThereIs() throws Exception {
        try (SupervisedHost host = SupervisedHost.of(Map.of("generation", "rome"))) {
            assertThat(said(host, "cat " + MODULE + "sev " + MODULE + "sev_es " + MODULE + "sev_snp"))
                    .containsExactly("Y", "Y", "N");
            assertThat(said(host, "cat /sys/fs/cgroup/misc.capacity")).containsExactly("sev 100", "sev_es 409");
        }
    }

    @Test
    void aPathMayTakeDetours() throws Exception {
        try (SupervisedHost host = SupervisedHost.of()) {
            assertThat(said(host, "cat /sys/../sys//module/./kvm_amd/parameters/sev"))
                    .containsExactly("Y");
            assertThat(said(host, "cd / && cat sys/module/kvm_amd/parameters/sev"))
                    .containsExactly("Y");
            assertThat(said(host, "cd /dev && test -c sev && test -r ./sev && test ! -x sev && echo is"))
                    .containsExactly("is");
        }
    }

    @Test
    void theDeviceIsOneForStat() throws Exception {
        try (SupervisedHost host = SupervisedHost.of()) {
            assertThat(said(host, "stat -c '%F %t:%T' /dev/sev")).containsExactly("character special file a:7c");
        }
    }

    @Test
    void anEmulatedFileCannotBeWritten() throws Exception {
        try (SupervisedHost host = SupervisedHost.of()) {
            assertThat(said(host, "echo N >" + MODULE + "sev || true").get(0)).contains("Permission denied");
        }
    }

    // A host without the device would have a file of its name afterwards
    @Test
    void whatMakesFilesFindsTheDevice() throws Exception {
        Needs.program("python3");
        try (SupervisedHost host = SupervisedHost.of()) {
            assertThat(python(host, """
                    import ctypes, os, stat
                    libc = ctypes.CDLL(None, use_errno=True)
                    for fd in (libc.syscall(85, b"/dev/sev", 0o600), os.open("/dev/sev", os.O_WRONLY | os.O_CREAT)):
                        print(stat.S_ISCHR(os.fstat(fd).st_mode))
                    print(libc.open(b"/dev/sev", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), ctypes.get_errno())
                    """)).containsExactly("True", "True", "-1 17");
        }
    }

    @Test
    void theDeviceAnswersCommands() throws Exception {
        Needs.program("python3");
        try (SupervisedHost host = SupervisedHost.of(Map.of("generation", "milan"))) {
            assertThat(python(host, """
                    import ctypes, os, struct
                    libc = ctypes.CDLL(None, use_errno=True)
                    answer = ctypes.create_string_buffer(12)
                    command = ctypes.create_string_buffer(
                        struct.pack("<IQI", 1, ctypes.addressof(answer), 0))
                    for fd in (os.open("/dev/sev", os.O_RDWR), os.dup(os.open("/dev/sev", os.O_RDONLY)),
                               os.open("/dev/null", os.O_RDWR)):
                        done = libc.ioctl(fd, ctypes.c_ulong(0xC0105300), command)
                        print(done, ctypes.get_errno() if done else 0, answer.raw[2])
                    """)).containsExactly("0 0 1", "0 0 1", "-1 25 1");
            JsonObject line = JsonParser.parseString(host.trace().get(0)).getAsJsonObject();
            assertThat(line.get("command").getAsString()).isEqualTo("PLATFORM_STATUS");
            assertThat(line.get("errno").getAsInt()).isZero();
            assertThat(line.has("vm")).isFalse();
            assertThat(host.trace()).hasSize(2);
        }
    }

    @Test
    void aCommandFailsWhereItIsTo() throws Exception {
        Needs.program("python3");
        try (SupervisedHost host =
                SupervisedHost.of(Map.of(), "platform_status:2=HWERROR_PLATFORM", "GET_ID2:1=EBUSY")) {
            assertThat(python(host, """
                    import ctypes, os, struct
                    libc = ctypes.CDLL(None, use_errno=True)
                    answer = ctypes.create_string_buffer(12)
                    fd = os.open("/dev/sev", os.O_RDWR)
                    for number in (1, 1, 1, 8):
                        command = ctypes.create_string_buffer(
                            struct.pack("<IQI", number, ctypes.addressof(answer), 0))
                        done = libc.ioctl(fd, ctypes.c_ulong(0xC0105300), command)
                        print(done, ctypes.get_errno() if done else 0, command.raw[12])
                    """)).containsExactly("0 0 0", "-1 5 19", "0 0 0", "-1 16 0");
        }
    }

    @Test
    void aProgramMayHaveAnotherRoot() throws Exception {
        Needs.program("python3");
        Needs.that(ProcessHandle.current().info().user().orElse("").equals("root"), () -> "root");
        Path root = Files.createDirectories(folder.resolve("root/dev")).getParent();
        try (SupervisedHost host = SupervisedHost.of()) {
            assertThat(python(host, """
                    import ctypes, os, stat, struct
                    libc = ctypes.CDLL(None, use_errno=True)
                    os.mknod("%1$s/dev/kvm", 0o600 | stat.S_IFCHR, os.makedev(10, 232))
                    os.chroot("%1$s")
                    os.chdir("/dev")
                    print(stat.S_ISCHR(os.stat("sev").st_mode))
                    kvm = os.open("kvm", os.O_RDWR)
                    value = ctypes.create_string_buffer(8)
                    attribute = ctypes.create_string_buffer(struct.pack("<IIQQ", 0, 1, 0, ctypes.addressof(value)))
                    print(libc.ioctl(kvm, ctypes.c_ulong(0x4018AEE2), attribute))
                    """.formatted(root))).containsExactly("True", "0");
        }
    }

    @Test
    void registersAreReadAtTheirNumbers() throws Exception {
        Needs.program("python3");
        try (SupervisedHost host = SupervisedHost.of()) {
            assertThat(python(host, """
                    import os
                    fd = os.open("/dev/cpu/0/msr", os.O_RDONLY)
                    print(os.pread(fd, 8, 0xC0010010)[::-1].hex(), os.pread(fd, 8, 0xC0010131).hex())
                    """)).containsExactly("0000000003800000 0000000000000000");
        }
    }

    private List<String> python(SupervisedHost host, String program) throws Exception {
        Path file = write(program);
        return said(host, "python3 " + file);
    }

    private Path write(String program) throws IOException {
        return Files.writeString(
                folder.resolve("program.py"), program.lines().collect(Collectors.joining("\n", "", "\n")));
    }
}
