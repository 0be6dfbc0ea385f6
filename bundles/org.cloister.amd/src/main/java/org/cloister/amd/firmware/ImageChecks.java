// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

/** Whether an image can be OVMF at all; each way of not being it has a message of its own. */
final class ImageChecks {
    private static final String WHOLE = "one image without variables, such as OVMF.amdsev.fd";

    private final ImageBytes in;
    private final ImageMapping mapping;

    ImageChecks(ImageBytes in, ImageMapping mapping) {
        this.in = in;
        this.mapping = mapping;
    }

    void check() {
        if (in.size() == 0) {
            throw in.wrong(FirmwareCodes.OVMF_EMPTY, "the firmware image is empty")
                    .found("0 bytes")
                    .expected(mapping.sizes())
                    .exception();
        }
        OtherFormat.refuse(in.image());
        if (in.size() > OvmfImage.MAX_SIZE) {
            throw in.wrong(FirmwareCodes.OVMF_SIZE, "the firmware image is too long")
                    .found(in.size() + " bytes")
                    .expected(mapping.sizes())
                    .exception();
        }
        boolean footer = FooterTable.isIn(in);
        if (!footer) {
            checkVariables();
            checkWhole();
            checkPadding();
        }
        checkStep();
        if (!footer) {
            throw noFooter();
        }
    }

    private void checkStep() {
        if (!mapping.fits(in.size())) {
            throw in.wrong(
                            FirmwareCodes.OVMF_SIZE,
                            "the size of an image for " + mapping.title() + " is a multiple of "
                                    + (mapping.step() >> 10) + " KiB")
                    .found(in.size() + " bytes")
                    .expected(mapping.sizes())
                    .remedy(
                            mapping == ImageMapping.ROM
                                    ? "the image may be cut off or padded; the CODE file of a pair for flash is not a whole image"
                                            + " either: sev-snp guests have no flash; give " + WHOLE
                                    : "the image may be cut off or padded: copy the file again")
                    .exception();
        }
    }

    /** Half of what goes into flash; it is not measured. */
    private void checkVariables() {
        if (FirmwareVolumes.areVariables(in)) {
            throw in.wrong(FirmwareCodes.OVMF_VARIABLES, "this is a store of UEFI variables and no firmware")
                    .found("variables alone, " + in.size() + " bytes")
                    .expected("an image with firmware in it")
                    .remedy(
                            mapping == ImageMapping.ROM
                                    ? "sev-snp guests take " + WHOLE + " (QEMU's -bios, not pflash)"
                                    : "give the CODE file of the pair, or " + WHOLE)
                    .exception();
        }
    }

    private void checkWhole() {
        long end = FirmwareVolumes.end(in);
        if (end > in.size()) {
            throw in.wrong(
                            FirmwareCodes.OVMF_TRUNCATED,
                            "the firmware image is cut off: its volumes run on behind its end")
                    .found(in.size() + " bytes")
                    .expected("at least " + end)
                    .remedy("copy the file again")
                    .exception();
        }
    }

    /** What fills a file up to a round size moves the firmware away from the processor's first instruction. */
    private void checkPadding() {
        int end = (int) FirmwareVolumes.end(in);
        if (end > 0 && end < in.size() && isFilling(end)) {
            throw in.wrong(FirmwareCodes.OVMF_PADDED, "the firmware image is padded behind its end")
                    .found(in.size() + " bytes, of which the last " + (in.size() - end) + " are filling")
                    .expected(end + " bytes")
                    .remedy("cut it: head -c " + end + " FILE > OUT")
                    .exception();
        }
    }

    private boolean isFilling(int from) {
        int first = in.image().content().at(from);
        for (int at = from; at < in.size(); at++) {
            if (in.image().content().at(at) != first) {
                return false;
            }
        }
        return first == 0 || first == 0xff;
    }

    private RuntimeException noFooter() {
        String what = FirmwareVolumes.startWith(in)
                ? "this UEFI image has no OVMF table, or is cut off"
                : "this is not an OVMF image";
        return in.wrong(FirmwareCodes.OVMF_FOOTER, what, in.size() - FooterTable.BEHIND - Guid.SIZE)
                .found("no footer GUID")
                .expected("96b582de-1fb2-45f7-baea-a366c55a082d")
                .remedy("use an OVMF build for AMD SEV, such as OVMF.amdsev.fd")
                .exception();
    }
}
