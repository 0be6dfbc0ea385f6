// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines as programs of several processes, and of many machines, have them. */
@Timeout(120)
class MachinesOfProgramsTest {
    private static final String BEGIN = """
            import ctypes, os, struct, sys
            libc = ctypes.CDLL(None, use_errno=True)
            kvm = os.open("/dev/kvm", os.O_RDWR)
            def ioctl(file, request, argument):
                done = libc.ioctl(file, ctypes.c_ulong(request), argument)
                return done if done >= 0 else -ctypes.get_errno()
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void python() {
        Needs.program("python3");
    }

    private String said(String script) throws Exception {
        Path program = Files.writeString(folder.resolve("program.py"), BEGIN + script);
        try (SupervisedHost host = SupervisedHost.of()) {
            host.run("sh", "-c", "exec python3 \"$0\" >\"$1\" 2>&1", program.toString(), folder + "/out");
        }
        return Files.readString(folder.resolve("out")).strip();
    }

    // Addresses in it would be those of the maker, to read and to write
    @Test
    void aProcessWithOtherMemoryThanTheMakersIsRefusedByKvm() throws Exception {
        assertThat(said("""
                        vm = ioctl(kvm, 0xAE01, ctypes.c_ulong(2))
                        data = ctypes.create_string_buffer(48)
                        head = struct.pack("<IIQII", 22, 0, ctypes.addressof(data), 0, 0)
                        envelope = ctypes.create_string_buffer(head)
                        region = ctypes.create_string_buffer(struct.pack("<QQ", ctypes.addressof(data), 16))
                        child = os.fork()
                        if child == 0:
                            print(ioctl(vm, 0xC008AEBA, envelope), ioctl(vm, 0x8010AEBB, region), flush=True)
                            os._exit(0)
                        os.waitpid(child, 0)
                        print(ioctl(vm, 0xC008AEBA, envelope))
                        """)).isEqualTo("-5 -5\n0");
    }

    @Test
    void aProgramMayHaveManyMachines() throws Exception {
        assertThat(said("""
                        print(sum(ioctl(kvm, 0xAE01, ctypes.c_ulong(0)) > 0 for i in range(600)))
                        """)).isEqualTo("600");
    }
}
