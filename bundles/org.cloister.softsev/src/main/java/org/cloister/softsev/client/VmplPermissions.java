// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

/**
 * What each privilege level of a guest may do with a page of its own (APM volume 2, 15.36.7): the masks of an entry of
 * the reverse map table. Bit 0 reads, bit 1 writes, bit 2 executes at CPL 3, bit 3 executes below it. Immutable.
 *
 * @param vmpl0 the mask of the most privileged level, 0 to 15
 * @param vmpl1 of the next, and so on
 * @param vmpl2 the third
 * @param vmpl3 the least privileged
 */
public record VmplPermissions(int vmpl0, int vmpl1, int vmpl2, int vmpl3) {
    /** The page can be read. */
    public static final int READ = 1;
    /** The page can be written. */
    public static final int WRITE = 1 << 1;
    /** Programs at CPL 3 can be executed from the page. */
    public static final int EXECUTE_USER = 1 << 2;
    /** Programs at CPL 0 to 2 can be executed from the page. */
    public static final int EXECUTE_SUPERVISOR = 1 << 3;
    /** All of these. */
    public static final int ALL = READ | WRITE | EXECUTE_USER | EXECUTE_SUPERVISOR;
    /** How many levels there are. */
    public static final int LEVELS = 4;
    /** As RMPUPDATE gives a page to a guest: all for level 0, nothing for the others. */
    public static final VmplPermissions ASSIGNED = new VmplPermissions(ALL, 0, 0, 0);
    /** Of a page that belongs to no guest. */
    public static final VmplPermissions NONE = new VmplPermissions(0, 0, 0, 0);

    /** Refuses masks with other bits. */
    public VmplPermissions {
        if (((vmpl0 | vmpl1 | vmpl2 | vmpl3) & ~ALL) != 0) {
            throw new IllegalArgumentException("a mask of permissions has four bits");
        }
    }

    /**
     * The mask of a level.
     *
     * @param vmpl 0 to 3
     */
    public int of(int vmpl) {
        return switch (vmpl) {
            case 0 -> vmpl0;
            case 1 -> vmpl1;
            case 2 -> vmpl2;
            case 3 -> vmpl3;
            default -> throw new IllegalArgumentException("levels are 0 to 3, not " + vmpl);
        };
    }

    /** The same with another mask for a level. */
    public VmplPermissions with(int vmpl, int mask) {
        return new VmplPermissions(
                vmpl == 0 ? mask : vmpl0, vmpl == 1 ? mask : vmpl1, vmpl == 2 ? mask : vmpl2, vmpl == 3 ? mask : vmpl3);
    }

    /** Whether a level may do all of something. */
    public boolean allow(int vmpl, int mask) {
        return (of(vmpl) & mask) == mask;
    }
}
