// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.util.Dictionary;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A configuration of the framework's Config Admin; by reflection, as the class of that name on this class path is not
 * the one of the bundle.
 */
record GivenConfiguration(Object configuration) {
    static GivenConfiguration of(BundleContext context, String pid) throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null);
        Object admin = context.getService(found[0]);
        return new GivenConfiguration(admin.getClass()
                .getMethod("getConfiguration", String.class, String.class)
                .invoke(admin, pid, "?"));
    }

    void update(Dictionary<String, Object> properties) throws Exception {
        configuration.getClass().getMethod("update", Dictionary.class).invoke(configuration, properties);
    }

    void delete() throws Exception {
        configuration.getClass().getMethod("delete").invoke(configuration);
    }
}
