// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An open file of a process, by one of its descriptors: the same file may have others, in this process and in those
 * that it was handed to. Immutable.
 *
 * @param pid of the process
 * @param descriptor its number there
 */
public record OpenFile(int pid, int descriptor) {
    private static final int KCMP_FILE = 0;
    private static final int KCMP_VM = 1;

    /** What the kernel says it is: a path, or a word such as {@code anon_inode:kvm-vm}; empty where it is closed. */
    public String name() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + descriptor))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether it is a device with these numbers, by whatever path: a program may have another root. */
    public boolean isDevice(int major, int minor) {
        try {
            Object device = Files.getAttribute(Path.of("/proc/" + pid + "/fd/" + descriptor), "unix:rdev");
            return device.equals((long) major << 8 | minor);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether two processes have one address space: they are the same, or one was begun to share the other's. */
    public static boolean sharesMemory(int pid, int otherPid) {
        return pid == otherPid
                || NativeCalls.call(SystemCall.KCMP, pid, otherPid, KCMP_VM, 0, 0)
                                .value()
                        == 0;
    }

    static boolean same(int pid, int descriptor, int otherPid, int otherDescriptor) {
        return NativeCalls.call(SystemCall.KCMP, pid, otherPid, KCMP_FILE, descriptor, otherDescriptor)
                        .value()
                == 0;
    }
}
