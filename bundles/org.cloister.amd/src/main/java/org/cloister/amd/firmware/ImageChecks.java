// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

/** Whether an image can be OVMF at all; each way of not being it has a message of its own. */
final class ImageChecks {
    /** A guest's firmware is put into memory as a whole: flash that could change is nothing that could be measured. */
    private static final String ONE_IMAGE =
            "confidential guests take one image without variables, such as OVMF.amdsev.fd (QEMU's -bios, not pflash)";

    private ImageChecks() {}

    static void check(ImageBytes in) {
        if (in.size() == 0) {
            throw in.wrong(FirmwareCodes.OVMF_EMPTY, "the firmware image is empty")
                    .found("0 bytes")
                    .expected(sizes())
                    .exception();
        }
        if (in.size() > OvmfImage.MAX_SIZE) {
            throw in.wrong(FirmwareCodes.OVMF_SIZE, "the firmware image is too long")
                    .found(in.size() + " bytes")
                    .expected(sizes())
                    .exception();
        }
        if (!FooterTable.isIn(in)) {
            checkVariables(in);
            checkWhole(in);
        }
        if (in.size() % OvmfImage.SIZE_STEP != 0) {
            throw in.wrong(FirmwareCodes.OVMF_SIZE, "the size of a firmware image is a multiple of 64 KiB")
                    .found(in.size() + " bytes")
                    .expected(sizes())
                    .remedy(
                            "the image may be cut off or padded; the CODE file of a pair for flash is not a whole image either: "
                                    + ONE_IMAGE)
                    .exception();
        }
        if (!FooterTable.isIn(in)) {
            throw noFooter(in);
        }
    }

    /** Half of what goes into flash; only the whole of it is an image that can be measured. */
    private static void checkVariables(ImageBytes in) {
        if (FirmwareVolumes.areVariables(in)) {
            throw in.wrong(FirmwareCodes.OVMF_VARIABLES, "this is a store of UEFI variables and no firmware")
                    .found("variables alone, " + in.size() + " bytes")
                    .expected("an image with firmware in it")
                    .remedy(ONE_IMAGE)
                    .exception();
        }
    }

    private static void checkWhole(ImageBytes in) {
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

    private static RuntimeException noFooter(ImageBytes in) {
        String what = FirmwareVolumes.startWith(in)
                ? "this UEFI image has no OVMF table, or is cut off"
                : "this is not an OVMF image";
        return in.wrong(FirmwareCodes.OVMF_FOOTER, what, in.size() - FooterTable.BEHIND - Guid.SIZE)
                .found("no footer GUID")
                .expected("96b582de-1fb2-45f7-baea-a366c55a082d")
                .remedy("use an OVMF build for AMD SEV, such as OVMF.amdsev.fd")
                .exception();
    }

    private static String sizes() {
        return "a multiple of 65536 bytes, at most " + OvmfImage.MAX_SIZE;
    }
}
