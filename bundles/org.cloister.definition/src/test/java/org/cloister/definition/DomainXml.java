// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;

/** A domain that is taken, of which a test changes an element; each stands on a line of its own. */
final class DomainXml {
    static final String FILE = "guest.xml";

    private final Map<String, String> lines = new LinkedHashMap<>();

    private DomainXml(String type, String policy) {
        lines.put("domain", "<domain type='kvm'>");
        lines.put("name", "<name>guest</name>");
        lines.put("memory", "<memory unit='GiB'>8</memory>");
        lines.put("vcpu", "<vcpu>4</vcpu>");
        lines.put("os", "<os>");
        lines.put("os/type", "<type arch='x86_64' machine='pc-q35-9.2'>hvm</type>");
        lines.put("os/loader", "<loader type='rom'>/fw.fd</loader>");
        lines.put("/os", "</os>");
        lines.put("cpu", "<cpu mode='custom' match='exact'><model fallback='forbid'>EPYC-Milan</model></cpu>");
        lines.put("more", "");
        lines.put(
                "launchSecurity",
                "<launchSecurity type='" + type + "'><policy>" + policy + "</policy></launchSecurity>");
        lines.put("/domain", "</domain>");
    }

    static DomainXml sev() {
        return new DomainXml("sev", "0x1");
    }

    static DomainXml sevEs() {
        return new DomainXml("sev", "0x5");
    }

    static DomainXml snp() {
        return new DomainXml("sev-snp", "0x30000");
    }

    /** Replaces a line. */
    DomainXml with(String element, String line) {
        if (lines.put(element, line) == null) {
            throw new IllegalArgumentException(element);
        }
        return this;
    }

    /** The number of a line, counted from 1. */
    int line(String element) {
        return lines.keySet().stream().toList().indexOf(element) + 1;
    }

    String text() {
        return String.join("\n", lines.values()) + "\n";
    }

    LibvirtDomain read() {
        return read(text());
    }

    DomainGuest guest() {
        return read().guest().orElseThrow();
    }

    static LibvirtDomain read(String xml) {
        return LibvirtReader.read(new Image(FILE, Bytes.of(xml.getBytes(StandardCharsets.UTF_8))));
    }
}
