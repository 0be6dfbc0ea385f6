// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.Image;

/**
 * An OVMF firmware image, and what its tables say. Immutable.
 *
 * <p>Lengths and offsets of the image are believed only after a check; a section type that is not known is kept with
 * its number.
 */
public final class OvmfImage {
    /** The longest image that is accepted: what x86 machines leave for firmware below 4 GiB. */
    public static final int MAX_SIZE = 16 << 20;

    private static final long FOUR_GIB = 1L << 32;
    private static final Guid SEV_ES_RESET_BLOCK = Guid.of("00f771de-1a7e-4fcb-890e-68c77e2fb44e");
    private static final Guid SECRET_AREA = Guid.of("4c2eb361-7d9b-4cc3-8081-127c90d3d294");
    private static final Guid HASH_TABLE_AREA = Guid.of("7255371f-3a3b-4b04-927b-1da6efa8d454");
    private static final Guid SEV_METADATA = Guid.of("dc886566-984a-4798-a75e-5585a7bf67cc");

    private static final Guid SVSM_INFO = Guid.of("a789a612-0597-4c4b-a49f-cbb1fe9d1ddd");

    private final ImageBytes in;
    private final FooterTable table;
    private final Optional<Long> resetAddress;
    private final Optional<Area> secretArea;
    private final Optional<Area> hashTableArea;
    private final Optional<List<SevSection>> sections;
    private final Optional<Long> svsmEntry;

    private OvmfImage(ImageBytes in) {
        this.in = in;
        this.table = FooterTable.read(in);
        this.resetAddress = entry(SEV_ES_RESET_BLOCK, 4).map(entry -> ImageBytes.u32(entry.data(), 0));
        this.secretArea = entry(SECRET_AREA, 8).map(OvmfImage::area);
        this.hashTableArea = entry(HASH_TABLE_AREA, 8).map(OvmfImage::area);
        this.sections = entry(SEV_METADATA, 4).map(pointer -> SevMetadata.read(in, pointer));
        this.svsmEntry = entry(SVSM_INFO, 4).map(entry -> ImageBytes.u32(entry.data(), 0));
    }

    /**
     * Reads the tables of an image.
     *
     * @param image not null
     * @param mapping what it has to fit
     * @throws org.cloister.api.CloisterException {@code ovmf…} for an image of a wrong size, a file of another format,
     *     one that is not OVMF, and every field that cannot be right, with its offset, what was found and what was
     *     expected
     */
    public static OvmfImage parse(Image image, ImageMapping mapping) {
        ImageBytes in = new ImageBytes(Objects.requireNonNull(image, "image"));
        new ImageChecks(in, mapping).check();
        return new OvmfImage(in);
    }

    /**
     * Whether firmware looks for kernel hashes, by the table at its end alone: so the end of an image will do.
     *
     * @throws org.cloister.api.CloisterException {@code ovmf.table…} for a table that cannot be right
     */
    public static boolean takesKernelHashes(Image image) {
        ImageBytes in = new ImageBytes(Objects.requireNonNull(image, "image"));
        return FooterTable.isIn(in)
                && FooterTable.read(in)
                        .find(HASH_TABLE_AREA)
                        .filter(entry ->
                                entry.data().length() >= 8 && area(entry).isPresent())
                        .isPresent();
    }

    /** Whether an image is that of a secure VM service module, by the table at its end; a table may be wrong, too. */
    public static boolean isSvsm(Image image) {
        ImageBytes in = new ImageBytes(Objects.requireNonNull(image, "image"));
        try {
            return FooterTable.isIn(in) && FooterTable.read(in).find(SVSM_INFO).isPresent();
        } catch (CloisterException wrong) {
            return false;
        }
    }

    /** The image itself. */
    public Image image() {
        return in.image();
    }

    /** Its length in bytes. */
    public int size() {
        return in.size();
    }

    /** Where it lies in guest memory: it ends at 4 GiB. */
    public long gpa() {
        return FOUR_GIB - size();
    }

    /** The entries of the table without its footer, the last in the image first. */
    public List<TableEntry> entries() {
        return table.entries();
    }

    /**
     * Where processors other than the first begin: an address below 4 GiB; empty when the image does not say, or says
     * 0.
     */
    public Optional<Long> resetAddress() {
        return resetAddress.filter(address -> address != 0);
    }

    /** Default place of a launch secret; may be an area without a place. */
    public Optional<Area> secretArea() {
        return secretArea;
    }

    /** Where the firmware looks for kernel hashes; may be an area without a place. */
    public Optional<Area> hashTableArea() {
        return hashTableArea;
    }

    /**
     * The sections of the SEV metadata in the order of their descriptors; empty when the image has no such metadata.
     */
    public Optional<List<SevSection>> sections() {
        return sections;
    }

    /**
     * Where processors begin in a secure VM service module, as an offset in its image; empty for firmware, and for what
     * has no such entry.
     */
    public Optional<Long> svsmEntry() {
        return svsmEntry;
    }

    private Optional<TableEntry> entry(Guid guid, int least) {
        Optional<TableEntry> entry = table.find(guid);
        entry.filter(it -> it.data().length() < least).ifPresent(it -> {
            throw in.wrong(
                            FirmwareCodes.OVMF_TABLE_ENTRY,
                            "an entry of the table is too short for its data",
                            it.offset())
                    .found(guid + " with " + it.data().length() + " bytes of data")
                    .expected("at least " + least)
                    .exception();
        });
        return entry;
    }

    private static Area area(TableEntry entry) {
        return new Area(ImageBytes.u32(entry.data(), 0), ImageBytes.u32(entry.data(), 4));
    }
}
