// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

import java.util.List;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The memory of one virtual machine, in pages of 4096 bytes, each shared or private.
 *
 * <p>All pages are shared and zero when the machine is made. The two views agree on shared pages. On a private page the
 * guest's view has the plaintext; the host's view has ciphertext where the platform shows it, and refuses otherwise. A
 * platform that cannot look into a private page refuses the guest's view of it with {@code memory.refused}; it never
 * answers with ciphertext there.
 *
 * <p>Turning a page private for a launch update does not by itself protect what is in it: the update that follows
 * encrypts and measures it. Any other turn begins with zeros or with what is noise to the side that could not read the
 * page before; turning a private page never shows its plaintext to the host. Safe for use by several threads. Closing
 * the machine ends it: every later call fails with {@code memory.closed}. {@link HeapMemory} is one for platforms in
 * software.
 */
@ConsumerType
public interface GuestMemory {
    /** Bytes a page. */
    int PAGE = 4096;

    /** The regions that have memory, by ascending address; they do not overlap. */
    List<MemoryRegion> regions();

    /** What the host reads and writes. */
    MemoryView hostView();

    /** What the guest reads and writes: for who runs its processors. It shows plaintext and asks no policy. */
    MemoryView guestView();

    /**
     * The state of the page that holds an address.
     *
     * @throws org.cloister.api.CloisterException {@code memory.outside}
     */
    PageState page(long gpa);

    /**
     * Turns whole pages.
     *
     * @param gpa a multiple of 4096
     * @param size a positive multiple of 4096
     * @param to the visibility they get; a page that has it already keeps its cause
     * @param by what caused it; not {@code CREATION}
     * @throws org.cloister.api.CloisterException {@code memory.outside}, {@code memory.alignment},
     *     {@code memory.refused}; then no page was turned
     */
    void turn(long gpa, long size, Visibility to, Turn by);

    /**
     * The address by which commands of the platform's channels name the byte at {@code gpa}: of the host's mapping
     * where there is one, else one of the platform's own. Addresses run on within a region. It stays the same while the
     * machine is there, whatever pages turn: after a turn to private it still names the byte, but what the host reads
     * there is not what the guest has.
     *
     * @return empty when this memory cannot be named so
     */
    OptionalLong hostAddress(long gpa);
}
