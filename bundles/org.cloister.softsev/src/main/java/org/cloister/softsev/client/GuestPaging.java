// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import java.util.Optional;
import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An SEV or SEV-ES guest's page tables, for code that plays the guest: they decide which of its pages are private (APM
 * volume 2, 15.34.5). Tables are always read through the guest's key, as instructions are. Got by
 * {@code VirtualMachine.adapt(GuestPaging.class)} or {@code ClientMachine.adapt(GuestPaging.class)}; safe for use by
 * several threads.
 */
@ProviderType
public interface GuestPaging {
    /**
     * The registers that say how a processor translates addresses. Without paging, and with 32-bit tables that are not
     * PAE's, every page is private; PAE's tables, those of four levels and those of five have the C-bit.
     *
     * @param cr0 bit 31, PG: whether there is paging
     * @param cr3 where the tables begin, with the C-bit or without
     * @param cr4 bit 4, PSE; bit 5, PAE; bit 12, LA57: five levels
     * @param efer bit 8, LME: long mode
     */
    record Registers(long cr0, long cr3, long cr4, long efer) {
        private static final long PG = 1L << 31;
        private static final long PAE = 1 << 5;
        private static final long LME = 1 << 8;

        /** Those of a processor in long mode with four levels of tables. */
        public static Registers fourLevels(long cr3) {
            return new Registers(PG, cr3, PAE, LME);
        }
    }

    /**
     * Where a page of the guest's lies.
     *
     * @param gpa guest-physical address of the byte asked for
     * @param left bytes from it to the page's end
     * @param encrypted whether data goes through the key
     */
    record Mapping(long gpa, long left, boolean encrypted) {}

    /**
     * The guest loads its page tables: pages that they map become private or shared by the C-bit, the last mapping
     * counts where there are several. Pages that they do not map stay as they are, and so does what is in them. Where
     * there is no C-bit all pages become private.
     *
     * @throws org.cloister.api.CloisterException {@code paging.tables} for more tables than the walk goes through,
     *     {@code memory.outside} for a table that is nowhere; pages may have been turned then
     */
    void load(Registers registers);

    /**
     * Where a linear address leads.
     *
     * @return empty for an address that is not mapped
     * @throws org.cloister.api.CloisterException {@code memory.outside} for a table that is nowhere
     */
    Optional<Mapping> translate(Registers registers, long linear);

    /**
     * Fetches instructions: through the key, whatever the C-bit says. Parameters and problems are those of
     * {@link #read}.
     */
    Bytes fetch(Registers registers, long linear, int length);

    /**
     * Reads data: through the key where the C-bit is set.
     *
     * @param length bytes
     * @throws org.cloister.api.CloisterException {@code paging.fault} for an address that is not mapped,
     *     {@code memory.outside}
     */
    Bytes read(Registers registers, long linear, int length);

    /**
     * Writes data: through the key where the C-bit is set.
     *
     * @throws org.cloister.api.CloisterException as {@link #read}; what lies before the address that is refused was
     *     written
     */
    void write(Registers registers, long linear, Bytes content);
}
