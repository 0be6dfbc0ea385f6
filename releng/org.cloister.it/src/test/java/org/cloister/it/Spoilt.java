// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.osgi.framework.Constants;

/**
 * Bundles of a vendor that would take the place of the shipped SEV-SNP backend and cannot, each for a reason that is
 * there before anything of them runs.
 */
enum Spoilt {
    CLASS_OF_NEWER_JAVA(
            "built for Java 99 (class file version 143)", "set JAVA_HOME to Java 99 or newer and start cloister anew") {
        @Override
        Variant spoil(Variant vendor) throws IOException {
            byte[] content = original();
            content[6] = 0;
            content[7] = (byte) 143;
            return vendor.entry(Spoilt.CLASS, content);
        }
    },
    CLASS_MISSING("not.There", "build the bundle anew; what it lacks it has to bring along or import") {
        @Override
        Variant spoil(Variant vendor) {
            return vendor.entry(COMPONENT, component("", "not.There"));
        }
    },
    CLASS_DAMAGED("java.lang.ClassFormatError", "build the bundle anew") {
        @Override
        Variant spoil(Variant vendor) throws IOException {
            byte[] content = original();
            Arrays.fill(content, 20, content.length / 2, (byte) 0);
            return vendor.entry(Spoilt.CLASS, content);
        }
    },
    WAITS_FOR_CONFIGURATION("needs a configuration and has none", "make configuration com.example.pid") {
        @Override
        Variant spoil(Variant vendor) {
            String waits = "configuration-policy=\"require\" configuration-pid=\"com.example.pid\"";
            return vendor.entry(COMPONENT, component(waits, SUPPORT));
        }
    },
    COMPONENT_BROKEN("OSGI-INF/org.cloister.snp.SnpGuestSupport.xml", "build the bundle anew") {
        @Override
        Variant spoil(Variant vendor) {
            String whole = new String(component("", SUPPORT), StandardCharsets.UTF_8);
            return vendor.entry(COMPONENT, whole.replaceFirst("</", "<").getBytes(StandardCharsets.UTF_8));
        }
    },
    NEEDS_NEWER_JAVA("Java 99", "set JAVA_HOME to Java 99 or newer and start cloister anew") {
        @Override
        Variant spoil(Variant vendor) {
            return vendor.header(Constants.REQUIRE_CAPABILITY, "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"");
        }
    },
    IMPORT_MISSING("javax.annotation", "install") {
        @Override
        Variant spoil(Variant vendor) {
            return vendor.importing("javax.annotation;version=\"[3.0,4)\"");
        }
    };

    static final String NAME = "com.example.spoilt";

    private static final String SUPPORT = "org.cloister.snp.SnpGuestSupport";
    private static final String CLASS = "org/cloister/snp/SnpGuestSupport.class";
    private static final String COMPONENT = "OSGI-INF/org.cloister.snp.SnpGuestSupport.xml";

    private final String cause;
    private final String remedy;

    Spoilt(String cause, String remedy) {
        this.cause = cause;
        this.remedy = remedy;
    }

    abstract Variant spoil(Variant vendor) throws IOException;

    /** What has to be said of it. */
    String cause() {
        return cause;
    }

    /** What has to be said to do about it. */
    String remedy() {
        return remedy;
    }

    /** Ranking above what is shipped. */
    Path into(Path jar) throws IOException {
        Variant vendor = Variant.of("2.0.0")
                .header(Constants.BUNDLE_SYMBOLICNAME, NAME)
                .entry(COMPONENT, component("", SUPPORT));
        return spoil(vendor).into(jar);
    }

    private static byte[] original() throws IOException {
        return Variant.shipped(CLASS);
    }

    private static byte[] component(String attributes, String implementation) {
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="com.example.component" %s>
              <property name="service.ranking" type="Integer" value="100"/>
              <service><provide interface="org.cloister.api.guest.ConfidentialGuestSupport"/></service>
              <implementation class="%s"/>
            </scr:component>
            """.formatted(attributes, implementation).getBytes(StandardCharsets.UTF_8);
    }
}
