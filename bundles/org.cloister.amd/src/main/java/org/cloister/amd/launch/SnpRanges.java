// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.firmware.Area;
import org.cloister.amd.firmware.FirmwareCodes;
import org.cloister.amd.firmware.KernelHashes;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.firmware.SectionType;
import org.cloister.amd.firmware.SevSection;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.InitialRange.Role;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;

/**
 * What is put into an SNP guest: the firmware, then the sections of its SEV metadata in the order of their descriptors,
 * which is QEMU's order.
 */
final class SnpRanges {
    private static final String FIRMWARE = "firmware";

    private final OvmfImage firmware;
    private final VmmKind monitor;
    private final Optional<KernelHashes> hashes;

    SnpRanges(OvmfImage firmware, VmmKind monitor, Optional<KernelHashes> hashes) {
        this.firmware = firmware;
        this.monitor = monitor;
        this.hashes = hashes;
    }

    static InitialRange firmware(OvmfImage firmware) {
        return InitialRange.of(
                        FIRMWARE,
                        firmware.gpa(),
                        PageKind.NORMAL,
                        firmware.image().content())
                .in(Role.FIRMWARE);
    }

    List<InitialRange> list() {
        hashes.ifPresent(table -> checkHashSection());
        List<InitialRange> ranges = new ArrayList<>();
        ranges.add(firmware(firmware));
        ranges.addAll(sectionRanges());
        return ranges;
    }

    /** The sections without the image that has them. */
    List<InitialRange> sectionRanges() {
        List<InitialRange> ranges = new ArrayList<>();
        List<InitialRange> last = new ArrayList<>();
        for (SevSection section : sections()) {
            // EC2 puts the CPUID page in after all others (sev-snp-measure).
            boolean late = monitor == VmmKind.EC2 && section.type().equals(SectionType.CPUID);
            (late ? last : ranges).add(range(section));
        }
        ranges.addAll(last);
        return ranges;
    }

    List<SevSection> sections() {
        return firmware.sections()
                .orElseThrow(() -> wrong(
                                FirmwareCodes.OVMF_METADATA_MISSING, "the firmware has no SEV-SNP metadata", FIRMWARE)
                        .remedy("use an OVMF build for SEV-SNP, such as OVMF.amdsev.fd")
                        .exception());
    }

    private InitialRange range(SevSection section) {
        String name = section.type().name().orElseThrow(() -> unknown(section));
        if (section.type().equals(SectionType.KERNEL_HASHES) && hashes.isPresent()) {
            return InitialRange.of(
                            name, section.gpa(), PageKind.NORMAL, hashes.get().page(tableOffset(section)))
                    .in(Role.KERNEL_HASHES);
        }
        PageKind kind = kind(section);
        return InitialRange.empty(name, section.gpa(), section.size(), kind).in(role(section.type()));
    }

    private static Role role(SectionType type) {
        if (type.equals(SectionType.KERNEL_HASHES)) {
            return Role.KERNEL_HASHES;
        }
        if (type.equals(SectionType.SECRETS)) {
            return Role.SECRETS;
        }
        return type.equals(SectionType.CPUID) ? Role.CPUID : Role.SECTION;
    }

    private PageKind kind(SevSection section) {
        if (section.type().equals(SectionType.SECRETS)) {
            return onePage(section, PageKind.SECRETS);
        }
        if (section.type().equals(SectionType.CPUID)) {
            return onePage(section, PageKind.CPUID);
        }
        boolean unmeasured = monitor == VmmKind.GCE && section.type().equals(SectionType.SEC_MEM);
        return unmeasured ? PageKind.UNMEASURED : PageKind.ZERO;
    }

    /** The secure processor fills these pages one at a time; what a second one would hold is nowhere defined. */
    private PageKind onePage(SevSection section, PageKind kind) {
        if (section.size() != GuestMemory.PAGE) {
            throw wrong(FirmwareCodes.OVMF_SECTION_SIZE, "this section of the SEV metadata has one page", section)
                    .found(String.format(Locale.ROOT, "0x%x bytes", section.size()))
                    .expected("0x1000")
                    .exception();
        }
        return kind;
    }

    private void checkHashSection() {
        if (firmware.hashTableArea().filter(Area::isPresent).isEmpty()
                || sections().stream().noneMatch(section -> section.type().equals(SectionType.KERNEL_HASHES))) {
            throw wrong(
                            ProblemCodes.OVMF_HASHES_MISSING,
                            "the firmware has no area for kernel hashes",
                            GuestSetting.KERNEL_HASHES.key() + "=on")
                    .remedy("use an OVMF build with kernel hashes, such as AmdSev, or kernel-hashes=off,"
                            + " which leaves the kernel"
                            + " unmeasured")
                    .exception();
        }
    }

    private int tableOffset(SevSection section) {
        onePage(section, PageKind.NORMAL);
        Area area = firmware.hashTableArea().orElseThrow();
        long offset = area.base() - section.gpa();
        if (area.size() < KernelHashes.SIZE || offset < 0 || offset + KernelHashes.SIZE > GuestMemory.PAGE) {
            throw wrong(
                            FirmwareCodes.OVMF_HASHES_AREA,
                            "the area for kernel hashes does not lie in its section",
                            section)
                    .found(String.format(Locale.ROOT, "0x%x bytes at 0x%x", area.size(), area.base()))
                    .expected("at least " + KernelHashes.SIZE + " bytes within the section")
                    .exception();
        }
        return (int) offset;
    }

    private RuntimeException unknown(SevSection section) {
        return wrong(
                        FirmwareCodes.OVMF_SECTION_TYPE,
                        "a section of the SEV metadata has a type that is not known",
                        section)
                .found(section)
                .expected("a type of 1 to 4, or 0x10")
                .remedy("use another firmware: what is not understood is not put into a guest")
                .exception();
    }

    private Problem wrong(String code, String what, Object place) {
        return Problem.input(code, what).at(firmware.image().name() + ", " + place);
    }
}
