// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.cloister.api.guest.DirectBoot;

/**
 * Why QEMU does not boot a kernel, or boots it without hashing it (QEMU, hw/i386/x86-common.c, {@code x86_load_linux}).
 * A digest with the hashes of such a kernel is one that no guest of QEMU's has. The rows are in the order in which QEMU
 * looks.
 */
public enum KernelFault {
    /** QEMU ends: "could not load kernel". */
    EMPTY("this kernel is empty, and QEMU does not load it", "give a kernel's file", KernelFile::isEmpty),
    /** QEMU goes another way, which knows nothing of hashes; an SEV-SNP guest ends in an assertion there. */
    MULTIBOOT(
            "this is a multiboot kernel: QEMU boots it without hashing it, so that any other could be in its place",
            "give a Linux kernel as a bzImage, or leave kernel-hashes off and the kernel unmeasured",
            KernelFile::isMultiboot),
    /** The same way, for uncompressed kernels with an entry of PVH; others end QEMU. */
    ELF(
            "this is an uncompressed ELF kernel: QEMU boots it without hashing it, so that any other could be in its"
                    + " place, or not at all",
            "give the same kernel as a bzImage (arch/x86/boot/bzImage of its build), not vmlinux",
            KernelFile::isElf),
    /** QEMU ends: "invalid 'vga=' kernel parameter". */
    VGA(
            "QEMU does not boot a command line whose vga= is not a number",
            "write vga= with a number, normal, ext or ask, or leave it out",
            KernelFile::hasWrongVga),
    /** QEMU ends: "linux kernel too old to load a ram disk". */
    RAM_DISK(
            "QEMU takes an initial RAM disk for kernels with Linux's setup header alone, and this one has none",
            "leave --initrd out, or give a bzImage",
            KernelFile::cannotTakeDisk),
    /** QEMU ends: "invalid kernel header". */
    SETUP(
            "this kernel is shorter than its setup part says, and QEMU does not load it",
            "unpack it where it is compressed, or copy it again: Linux's bzImage is wanted",
            KernelFile::isShort);

    private static final Pattern VIDEO_MODE = Pattern.compile(
            "(?:normal|ext|ask|\\s*[+-]?(?:0[xX][0-9a-fA-F]{1,8}|0[0-7]{0,11}|[1-9][0-9]{0,9})(?: |$))");

    private final String what;
    private final String remedy;
    private final Predicate<KernelFile> test;

    KernelFault(String what, String remedy, Predicate<KernelFile> test) {
        this.what = what;
        this.remedy = remedy;
        this.test = test;
    }

    /** What is wrong, in one sentence without a full stop. */
    public String what() {
        return what;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }

    /** Whether QEMU boots it all the same, but unmeasured: that matters only where hashes are wanted. */
    public boolean isUnhashed() {
        return this == MULTIBOOT || this == ELF;
    }

    /** What QEMU would find first; empty for a kernel that it hashes and boots. */
    public static Optional<KernelFault> of(DirectBoot boot) {
        KernelFile file = new KernelFile(boot);
        return Arrays.stream(values()).filter(fault -> fault.test.test(file)).findFirst();
    }

    /** A kernel as QEMU looks at its beginning. */
    private record KernelFile(DirectBoot boot) {
        private static final String VGA_WORD = "vga=";
        private static final int HEADER = 8192;
        private static final int MULTIBOOT_MAGIC = 0x1badb002;
        private static final int MULTIBOOT_SPACE = 48;
        private static final int ELF_MAGIC = 0x464c457f;
        private static final int SETUP_MAGIC = 0x53726448;
        private static final int SETUP_SECTORS = 0x1f1;
        private static final int SETUP_SIGNATURE = 0x202;
        private static final int PROTOCOL = 0x206;
        private static final int FIRST_PROTOCOL = 0x200;
        private static final int SECTOR = 512;
        private static final int USUAL_SECTORS = 4;

        boolean isEmpty() {
            return size() == 0;
        }

        boolean isMultiboot() {
            if (hasSetup()) {
                return false;
            }
            for (int at = 0; at < HEADER - MULTIBOOT_SPACE; at += Integer.BYTES) {
                if (u32(at) == MULTIBOOT_MAGIC && u32(at) + u32(at + 4) + u32(at + 8) == 0) {
                    return true;
                }
            }
            return false;
        }

        boolean isElf() {
            return !hasSetup() && u32(0) == ELF_MAGIC;
        }

        boolean hasWrongVga() {
            int vga = boot.commandLine().indexOf(VGA_WORD);
            return vga >= 0
                    && !VIDEO_MODE
                            .matcher(boot.commandLine().substring(vga + VGA_WORD.length()))
                            .lookingAt();
        }

        boolean cannotTakeDisk() {
            return boot.initrd().isPresent() && (!hasSetup() || (u32(PROTOCOL) & 0xffff) < FIRST_PROTOCOL);
        }

        boolean isShort() {
            int sectors = u8(SETUP_SECTORS);
            return ((sectors == 0 ? USUAL_SECTORS : sectors) + 1) * SECTOR > size();
        }

        private boolean hasSetup() {
            return u32(SETUP_SIGNATURE) == SETUP_MAGIC;
        }

        private int size() {
            return boot.kernel().content().length();
        }

        /** What lies behind a short file's end is zeros here. */
        private int u32(int at) {
            return u8(at) | u8(at + 1) << 8 | u8(at + 2) << 16 | u8(at + 3) << 24;
        }

        private int u8(int at) {
            return at < size() ? boot.kernel().content().at(at) : 0;
        }
    }
}
