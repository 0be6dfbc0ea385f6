// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

/**
 * How QEMU maps a firmware image, whose last byte lies below 4 GiB either way: by {@code -bios} or into unit 0 of its
 * flash (QEMU, hw/i386/x86-common.c, {@code x86_bios_rom_init}, and hw/i386/pc_sysfw.c, {@code pc_system_flash_map}).
 * Only flash of SEV and SEV-ES guests is measured; SEV-SNP guests have none.
 */
public enum ImageMapping {
    /** Read-only memory, as SEV-SNP guests have it. */
    ROM(64 << 10, "QEMU's -bios"),
    /** Flash, of which the CODE half is measured; what fits ROM fits here too. */
    FLASH(4 << 10, "QEMU's flash");

    private final int step;
    private final String title;

    ImageMapping(int step, String title) {
        this.step = step;
        this.title = title;
    }

    /** The bytes of which images have a multiple. */
    public int step() {
        return step;
    }

    /** What takes the image, for people. */
    public String title() {
        return title;
    }

    /** Whether images may have such a size. */
    public boolean fits(int size) {
        return size > 0 && size <= OvmfImage.MAX_SIZE && size % step == 0;
    }

    /** The sizes there are, for problems. */
    String sizes() {
        return "a multiple of " + step + " bytes, at most " + OvmfImage.MAX_SIZE;
    }
}
