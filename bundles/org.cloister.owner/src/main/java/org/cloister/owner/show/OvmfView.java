// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.Area;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.firmware.SevSection;
import org.cloister.amd.firmware.TableEntry;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.guest.Image;

/** What is shown of an OVMF image: the table at its end, and the SEV metadata (edk2, {@code OvmfPkg/ResetVector}). */
final class OvmfView {
    private static final int METADATA_HEAD = 16;
    private static final String RESET = "SEV-ES reset block";
    private static final String SECRET = "secret area";
    private static final String SVSM = "SVSM info";
    private static final String HASHES = "kernel hashes area";
    private static final Map<Guid, String> NAMES = Map.of(
            Guid.of("00f771de-1a7e-4fcb-890e-68c77e2fb44e"), RESET,
            Guid.of("4c2eb361-7d9b-4cc3-8081-127c90d3d294"), SECRET,
            Guid.of("7255371f-3a3b-4b04-927b-1da6efa8d454"), HASHES,
            Guid.of("dc886566-984a-4798-a75e-5585a7bf67cc"), "SEV metadata",
            Guid.of("e47a6535-984a-4798-865e-4685a7bf8ec2"), "TDX metadata",
            Guid.of("a789a612-0597-4c4b-a49f-cbb1fe9d1ddd"), SVSM);

    private final OvmfImage image;

    private OvmfView(OvmfImage image) {
        this.image = image;
    }

    static Structure of(Bytes content, String where) {
        OvmfView view = new OvmfView(OvmfImage.parse(new Image(where, content), ImageMapping.FLASH));
        List<Structure> parts = new ArrayList<>(List.of(view.table()));
        view.image
                .sections()
                .filter(sections -> !sections.isEmpty())
                .map(OvmfView::metadata)
                .ifPresent(parts::add);
        Optional<Long> entry = view.image.svsmEntry();
        String place = entry.isPresent()
                ? "ends where the variables below the firmware begin"
                : String.format(Locale.ROOT, "ends at 4 GiB, from 0x%x", view.image.gpa());
        Field whole = new Field("image", 0, content.length(), content.length() + " bytes", place);
        return new Structure(entry.isPresent() ? "SVSM image" : "OVMF image", List.of(whole), parts);
    }

    private Structure table() {
        List<Field> fields = image.entries().stream()
                .sorted(Comparator.comparingInt(TableEntry::offset))
                .map(entry -> new Field(
                        name(entry),
                        entry.offset(),
                        entry.data().length(),
                        entry.data().length() == 0 ? "no data" : entry.data().hex(),
                        meaning(entry)))
                .toList();
        return new Structure("GUID table", fields);
    }

    private static String name(TableEntry entry) {
        return NAMES.getOrDefault(entry.guid(), entry.guid().toString());
    }

    private String meaning(TableEntry entry) {
        return switch (name(entry)) {
            case RESET ->
                image.resetAddress()
                        .map(address -> String.format(Locale.ROOT, "other processors begin at 0x%x", address))
                        .orElse("says nothing");
            case SECRET -> area(image.secretArea());
            case SVSM ->
                image.svsmEntry()
                        .map(offset ->
                                String.format(Locale.ROOT, "processors begin 0x%x behind its first byte", offset))
                        .orElse("says nothing");
            case HASHES -> area(image.hashTableArea());
            default -> entry.guid().toString();
        };
    }

    private static String area(Optional<Area> area) {
        return area.filter(Area::isPresent)
                .map(it -> String.format(Locale.ROOT, "0x%x bytes at 0x%x", it.size(), it.base()))
                .orElse("no place reserved");
    }

    private static Structure metadata(List<SevSection> sections) {
        int at = sections.get(0).offset() - METADATA_HEAD;
        int length = METADATA_HEAD + 12 * sections.size();
        List<Field> fields = new ArrayList<>(List.of(
                new Field("signature", at, 4, "ASEV", ""),
                new Field("length", at + 4, 4, Integer.toString(length), "bytes of the metadata"),
                new Field("version", at + 8, 4, "1", ""),
                new Field("count", at + 12, 4, Integer.toString(sections.size()), "sections")));
        sections.forEach(section -> fields.addAll(section(section)));
        return new Structure("SEV metadata", fields);
    }

    private static List<Field> section(SevSection section) {
        int at = section.offset();
        String type = Numbers.hex(section.type().code());
        return List.of(
                new Field("base", at, 4, Numbers.hex(section.gpa()), "guest-physical address"),
                new Field("size", at + 4, 4, Numbers.hex(section.size()), "bytes"),
                new Field("type", at + 8, 4, type, section.type().name().orElse("not known")));
    }
}
