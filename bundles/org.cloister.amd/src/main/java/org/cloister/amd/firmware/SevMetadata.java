// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;

/** The SEV metadata of an image: {@code "ASEV", u32 length, u32 version, u32 count}, then descriptors of three u32. */
final class SevMetadata {
    private static final Bytes SIGNATURE = Bytes.of("ASEV".getBytes(StandardCharsets.US_ASCII));
    private static final int HEADER = 16;
    private static final int DESCRIPTOR = 12;
    private static final int VERSION = 1;
    private static final int MOST_SECTIONS = 128;
    /** Real images ask for less than 1 MiB; each page costs a hash and a command to the secure processor. */
    private static final long MOST_MEMORY = 256 << 20;

    private static final long FOUR_GIB = 1L << 32;

    private final ImageBytes in;
    private final int start;

    private SevMetadata(ImageBytes in, int start) {
        this.in = in;
        this.start = start;
    }

    /** The sections in the order of their descriptors. */
    static List<SevSection> read(ImageBytes in, TableEntry pointer) {
        long fromEnd = ImageBytes.u32(pointer.data(), 0);
        if (fromEnd < HEADER || fromEnd > in.size()) {
            throw in.wrong(
                            FirmwareCodes.OVMF_METADATA_OFFSET,
                            "the SEV metadata's offset is outside the image",
                            pointer.offset())
                    .found(String.format(Locale.ROOT, "0x%x before the end", fromEnd))
                    .expected(String.format(Locale.ROOT, "0x%x to 0x%x before the end", HEADER, in.size()))
                    .remedy("the image may have lost its beginning")
                    .exception();
        }
        SevMetadata metadata = new SevMetadata(in, in.size() - (int) fromEnd);
        metadata.checkHead();
        return metadata.sections(metadata.count());
    }

    private void checkHead() {
        Bytes signature = in.image().content().slice(start, SIGNATURE.length());
        if (!signature.equals(SIGNATURE)) {
            throw in.wrong(
                            FirmwareCodes.OVMF_METADATA_SIGNATURE,
                            "there is no SEV metadata where the table points",
                            start)
                    .found(signature.hex())
                    .expected(SIGNATURE.hex() + " (ASEV)")
                    .exception();
        }
        long version = in.u32(start + 8);
        if (version != VERSION) {
            throw in.wrong(
                            FirmwareCodes.OVMF_METADATA_VERSION,
                            "this version of the SEV metadata is not known",
                            start + 8L)
                    .found(version)
                    .expected(VERSION)
                    .exception();
        }
    }

    private int count() {
        long count = in.u32(start + 12);
        if (count > MOST_SECTIONS) {
            throw in.wrong(FirmwareCodes.OVMF_METADATA_COUNT, "the SEV metadata has too many sections", start + 12L)
                    .found(count)
                    .expected("at most " + MOST_SECTIONS)
                    .exception();
        }
        checkLength(HEADER + count * DESCRIPTOR);
        return (int) count;
    }

    private void checkLength(long needed) {
        long length = in.u32(start + 4);
        if (length != needed) {
            throw in.wrong(
                            FirmwareCodes.OVMF_METADATA_LENGTH,
                            "the length of the SEV metadata and the number of its sections disagree",
                            start + 4L)
                    .found(length)
                    .expected(needed)
                    .exception();
        }
        if (length > in.size() - start) {
            throw in.wrong(
                            FirmwareCodes.OVMF_METADATA_LENGTH,
                            "the SEV metadata runs over the end of the image",
                            start + 4L)
                    .found(length)
                    .expected("at most " + (in.size() - start))
                    .exception();
        }
    }

    private List<SevSection> sections(int count) {
        List<SevSection> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SevSection section = section(start + HEADER + i * DESCRIPTOR);
            checkPlace(section);
            checkOverlap(section, sections);
            sections.add(section);
        }
        checkTotal(sections);
        return List.copyOf(sections);
    }

    private SevSection section(int at) {
        return new SevSection(in.u32(at), in.u32(at + 4), new SectionType(in.u32(at + 8)), at);
    }

    private void checkPlace(SevSection section) {
        boolean aligned = section.gpa() % GuestMemory.PAGE == 0 && section.size() % GuestMemory.PAGE == 0;
        if (!aligned || section.size() == 0) {
            throw in.wrong(
                            FirmwareCodes.OVMF_SECTION_ALIGNMENT,
                            "a section of the SEV metadata is not made of whole pages",
                            section.offset())
                    .found(section)
                    .expected("address and size as multiples of 0x1000, not empty")
                    .exception();
        }
        if (section.end() > FOUR_GIB) {
            throw in.wrong(
                            FirmwareCodes.OVMF_SECTION_PLACE,
                            "a section of the SEV metadata runs over 4 GiB",
                            section.offset())
                    .found(section)
                    .expected("an end of at most 0x100000000")
                    .exception();
        }
    }

    private void checkTotal(List<SevSection> sections) {
        long total = sections.stream().mapToLong(SevSection::size).sum();
        if (total > MOST_MEMORY) {
            throw in.wrong(
                            FirmwareCodes.OVMF_METADATA_TOTAL,
                            "the sections of the SEV metadata take too much memory together",
                            start)
                    .found(total + " bytes")
                    .expected("at most " + MOST_MEMORY)
                    .exception();
        }
    }

    private void checkOverlap(SevSection section, List<SevSection> before) {
        for (SevSection other : before) {
            if (section.overlaps(other)) {
                throw in.wrong(
                                FirmwareCodes.OVMF_SECTION_OVERLAP,
                                "two sections of the SEV metadata overlap",
                                section.offset())
                        .found(section + " and " + other)
                        .expected("each page in one section")
                        .exception();
            }
        }
    }
}
