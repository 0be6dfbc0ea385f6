// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.setting.AmdType;

/** What a domain boots: the files of firmware and kernel, by their names on its host. */
final class DomainBoot {
    private static final String LOADER = "os/loader";
    private static final String KERNEL = "os/kernel";

    private final DomainContent content;
    private final AmdType type;

    DomainBoot(DomainContent content, AmdType type, List<String> notes) {
        this.content = content;
        this.type = type;
        for (String part : List.of("os/initrd", "os/cmdline")) {
            if (content.find(part).isPresent() && kernel().isEmpty()) {
                throw content.place(part).wrong("this is for a kernel, and none is named", part, KERNEL + " too");
            }
        }
    }

    /** Rom where nothing is said of a file; what libvirt chooses lies in flash where the type can have it. */
    ImageMapping mapping() {
        boolean named = content.text(LOADER).filter(path -> !path.isBlank()).isPresent();
        boolean rom = type == AmdType.SEV_SNP
                || content.attribute(LOADER, "type").map("rom"::equals).orElse(named);
        return rom ? ImageMapping.ROM : ImageMapping.FLASH;
    }

    Said<String> firmware() {
        boolean flash =
                content.attribute(LOADER, "type").filter("pflash"::equals).isPresent();
        if (flash && type == AmdType.SEV_SNP) {
            throw Flash.refusal(
                    content.place(LOADER + "/@type").text(), "pflash", "<loader type='rom' stateless='yes'>");
        }
        Optional<Said.Value<String>> file =
                content.text(LOADER).filter(path -> !path.isBlank()).map(path -> file(LOADER, path));
        return file.isPresent() ? file.get() : chosen();
    }

    private Said<String> chosen() {
        Optional<String> kind = content.attribute("os", "firmware");
        LibvirtPlace place = content.place(kind.isPresent() ? "os/@firmware" : LOADER);
        String what = kind.isPresent()
                ? "libvirt would choose the firmware by its descriptors, which are not known here"
                : "without a file QEMU takes its own firmware, which is not known here";
        return new Said.Open<>(place.problem(what, kind.orElse("no file"), "<loader> with the name of a file")
                .remedy("name the file: --firmware FILE, or <loader> in " + place.file()));
    }

    Optional<Said.Value<String>> kernel() {
        return content.text(KERNEL).map(path -> file(KERNEL, path));
    }

    Optional<Said.Value<String>> initrd() {
        return content.text("os/initrd").map(path -> file("os/initrd", path));
    }

    /** With every blank, as libvirt hands it over and QEMU measures it. */
    Optional<Said.Value<String>> commandLine() {
        return content.text("os/cmdline")
                .map(text -> new Said.Value<>(content.place("os/cmdline").text(), text));
    }

    private Said.Value<String> file(String element, String path) {
        LibvirtPlace place = content.place(element);
        if (!path.startsWith("/") || !path.equals(path.strip()) || path.chars().anyMatch(Character::isISOControl)) {
            throw place.problem("this is not the absolute name of a file", path.strip(), "a name that begins with /")
                    .remedy("libvirt takes no other; where the file lies here is said by an option")
                    .exception();
        }
        return new Said.Value<>(place.text(), path);
    }
}
