// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.OnOff;

/** Makes a guest of what a domain says. */
final class DomainReader {
    private static final String LOADER = "os/loader";
    private static final String SMM = "features/smm";
    private static final String IOAPIC = "features/ioapic";

    private final DomainContent content;
    private final boolean launched;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    DomainReader(DomainContent content, boolean launched) {
        this.content = content;
        this.launched = launched;
    }

    LibvirtDomain read() {
        XmlElement element = content.find(LibvirtReader.SECURITY)
                .orElseThrow(() -> content.place("")
                        .wrong("this domain asks for no protection", "no launchSecurity", LibvirtReader.SECURITY));
        LaunchSecurity security =
                new LibvirtElement(element, content.place(LibvirtReader.SECURITY), launched).readWhole();
        AmdType type = AmdType.of(security.type());
        settings.putAll(security.settings());
        notes.addAll(security.notes());
        machine(type);
        DomainBoot boot = new DomainBoot(content, type, notes);
        hashes(boot);
        DomainProcessors processors = new DomainProcessors(content, notes);
        DomainGuest guest = new DomainGuest(
                content.place("").text(),
                content.attribute("os/type", "machine"),
                boot.firmware(),
                boot.mapping(),
                boot.kernel(),
                boot.initrd(),
                boot.commandLine(),
                processors.model(),
                processors.count(),
                new DomainMemory(content, notes).launched());
        if (!content.noted().isEmpty()) {
            notes.add("Not measured, and not set up by a launch here: " + String.join(", ", content.noted()) + ".");
        }
        LaunchSecurity whole =
                new LaunchSecurity(security.type(), settings, security.files(), security.fallbacks(), notes);
        return new LibvirtDomain(whole, Optional.of(guest));
    }

    /** QEMU hashes no kernel unless hashes are on. */
    private void hashes(DomainBoot boot) {
        String key = GuestSetting.KERNEL_HASHES.key();
        if (boot.kernel().isPresent()) {
            settings.putIfAbsent(key, OnOff.text(false));
        } else if (OnOff.text(true).equals(settings.get(key))) {
            String word = GuestSetting.KERNEL_HASHES.libvirt().name();
            throw content.place(LibvirtReader.SECURITY + "/@" + word)
                    .problem("there is no kernel to hash", "yes", "no, or a kernel")
                    .remedy("name a <kernel> in <os>, or leave " + word + " out")
                    .exception();
        }
    }

    private void machine(AmdType type) {
        content.attribute("os/type", "machine")
                .ifPresent(name ->
                        MachineName.require(content.place("os/type/@machine").text(), name));
        content.find(SMM)
                .ifPresent(smm -> put(
                        type, GuestSetting.SMM, smm.attribute("state").orElse(OnOff.text(true)), content.place(SMM)));
        // Firmware that protects its variables does so in System Management Mode
        content.attribute(LOADER, "secure").filter("yes"::equals).ifPresent(yes -> {
            content.place(LOADER + "/@secure")
                    .check(() -> GuestSettings.requireValue(type, GuestSetting.SMM, OnOff.text(true)));
            settings.putIfAbsent(GuestSetting.SMM.key(), OnOff.text(true));
        });
        content.attribute(IOAPIC, "driver")
                .ifPresent(driver -> put(
                        type,
                        GuestSetting.KERNEL_IRQCHIP,
                        driver.equals("qemu") ? "split" : OnOff.text(true),
                        content.place(IOAPIC + "/@driver")));
    }

    private void put(AmdType type, GuestSetting setting, String value, LibvirtPlace place) {
        place.check(() -> GuestSettings.requireValue(type, setting, value));
        settings.put(setting.key(), value);
    }
}
