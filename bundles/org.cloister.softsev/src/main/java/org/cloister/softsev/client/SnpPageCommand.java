// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import java.util.List;
import java.util.OptionalLong;
import org.cloister.amd.page.SnpPageType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The firmware's commands about pages of an SEV-SNP guest (SEV-SNP firmware ABI, 56860). Linux issues but
 * SNP_PAGE_RECLAIM; the software platform carries out all of them ({@link SnpPages#execute}). Addresses are system
 * physical, multiples of 4096 but for metadata entries; {@code guest} is that of the guest's context page
 * ({@link SnpPages#contextAddress}). {@code large} is a page of 2 MiB, else one of 4096 bytes.
 */
@ProviderType
public sealed interface SnpPageCommand {
    /** The command's number at the mailbox. */
    int id();

    /** What a page that is swapped is to its guest. */
    enum Kind {
        /** Memory. */
        DATA,
        /** Metadata entries of pages that were swapped out. */
        METADATA,
        /** A processor's registers. */
        VMSA
    }

    /**
     * SNP_LAUNCH_UPDATE (A1): measures and encrypts a page where it lies, which is the guest's and validated
     * afterwards. Linux's command gives privilege levels but 0 no permissions. A CPUID page that is refused has the
     * answers that are allowed afterwards.
     *
     * @param guest its context
     * @param page with the plaintext: of the guest's, immutable and not validated
     * @param type how it comes in
     * @param large the page's size; for NORMAL, ZERO and UNMEASURED alone
     * @param vmpl1 what level 1 may do with the page ({@link VmplPermissions})
     * @param vmpl2 level 2
     * @param vmpl3 level 3
     */
    record LaunchUpdate(long guest, long page, SnpPageType type, boolean large, int vmpl1, int vmpl2, int vmpl3)
            implements SnpPageCommand {
        @Override
        public int id() {
            return 0xA1;
        }
    }

    /**
     * SNP_PAGE_SWAP_OUT (C0): encrypts a page with the guest's offline key, and writes a metadata entry that it comes
     * back with, once. A page of the guest's is not validated afterwards, a metadata page is the firmware's.
     *
     * @param guest its context
     * @param source the page: of the guest's and immutable, or a metadata page
     * @param destination where the ciphertext comes: a page of the firmware's, or one outside the reverse map table
     * @param metadata where the entry comes, a multiple of 64 in a metadata page of the guest's; empty for the root
     *     entry, which is kept in the guest's context
     * @param softwareData whatever the hypervisor wants to find in the entry
     * @param large the page's size
     * @param kind what the page is
     */
    record SwapOut(
            long guest,
            long source,
            long destination,
            OptionalLong metadata,
            long softwareData,
            boolean large,
            Kind kind)
            implements SnpPageCommand {
        @Override
        public int id() {
            return 0xC0;
        }
    }

    /**
     * SNP_PAGE_SWAP_IN (C1): decrypts a page that was swapped out and takes its metadata entry back.
     *
     * @param guest its context
     * @param source where the ciphertext lies
     * @param destination where the page comes: of the guest's, immutable and not validated; for a metadata page one of
     *     the firmware's
     * @param metadata where the entry is; empty for the root entry
     * @param large the page's size
     * @param kind what the page is
     * @param inPlace whether source and destination are one page, of the guest's; for data alone
     */
    record SwapIn(
            long guest, long source, long destination, OptionalLong metadata, boolean large, Kind kind, boolean inPlace)
            implements SnpPageCommand {
        @Override
        public int id() {
            return 0xC1;
        }
    }

    /**
     * SNP_PAGE_MOVE (C2): moves a page of the guest's, or a metadata page.
     *
     * @param guest its context
     * @param source the page: of the guest's and immutable, or a metadata page
     * @param destination of the guest's, immutable and not validated; for a metadata page one of the firmware's
     * @param large the size of both
     */
    record Move(long guest, long source, long destination, boolean large) implements SnpPageCommand {
        @Override
        public int id() {
            return 0xC2;
        }
    }

    /**
     * SNP_PAGE_MD_INIT (C3): makes an empty metadata page.
     *
     * @param guest its context
     * @param page of the firmware's
     */
    record MetadataInit(long guest, long page) implements SnpPageCommand {
        @Override
        public int id() {
            return 0xC3;
        }
    }

    /**
     * SNP_PAGE_SET_STATE (C6): has pages of the firmware's be the hypervisor's until the platform is shut down.
     *
     * @param ranges of pages
     */
    record SetState(List<Range> ranges) implements SnpPageCommand {
        /** Keeps a copy. */
        public SetState {
            ranges = List.copyOf(ranges);
        }

        @Override
        public int id() {
            return 0xC6;
        }
    }

    /**
     * Pages of {@link SetState}.
     *
     * @param base address of the first, a multiple of 2 MiB
     * @param pages of 4096 bytes
     */
    record Range(long base, int pages) {}

    /**
     * SNP_PAGE_RECLAIM (C7): gives an immutable page back to the hypervisor's instructions.
     *
     * @param page its address
     * @param large its size
     */
    record Reclaim(long page, boolean large) implements SnpPageCommand {
        @Override
        public int id() {
            return 0xC7;
        }
    }

    /**
     * SNP_PAGE_UNSMASH (C8): makes one page of 2 MiB of 512 pages of a guest's.
     *
     * @param page address of the first, a multiple of 2 MiB
     */
    record Unsmash(long page) implements SnpPageCommand {
        @Override
        public int id() {
            return 0xC8;
        }
    }
}
