// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.facts;

import org.cloister.api.host.HostFacts.Ioctl;

/**
 * The words by which a capture names a question; {@code cpuid 8000001f 0} for example. Numbers are hexadecimal without
 * a prefix.
 */
final class CaptureQuestion {
    private CaptureQuestion() {}

    static String cpuid(int leaf, int subleaf) {
        return "cpuid " + hex(leaf) + " " + hex(subleaf);
    }

    static String msr(int register) {
        return "msr " + hex(register);
    }

    static String file(String path) {
        return "file " + path;
    }

    static String folder(String path) {
        return "folder " + path;
    }

    static String device(String path, boolean write) {
        return "device " + path + " " + (write ? "write" : "read");
    }

    static String node(String path) {
        return "node " + path;
    }

    static String ioctl(Ioctl request) {
        return describe("ioctl", request);
    }

    static String machineIoctl(Ioctl request) {
        return describe("machine", request);
    }

    private static String describe(String kind, Ioctl request) {
        return String.join(
                " ",
                kind,
                request.device(),
                hex(request.number()),
                Long.toHexString(request.argument()),
                orDash(request.buffer().hex()),
                orDash(request.pointee().hex()));
    }

    static String hex(int number) {
        return Integer.toHexString(number);
    }

    static String orDash(String hex) {
        return hex.isEmpty() ? "-" : hex;
    }
}
