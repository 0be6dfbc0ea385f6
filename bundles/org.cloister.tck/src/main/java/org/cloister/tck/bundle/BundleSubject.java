// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.platform.Vmm;
import org.cloister.tck.check.VendorCalls;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * An installed bundle that is looked at.
 *
 * @param bundle the bundle
 * @param context of the bundle that looks
 * @param calls how it is called
 * @param doctor location of the bundle that says why another one does not serve; empty when nobody does
 */
public record BundleSubject(Bundle bundle, BundleContext context, VendorCalls calls, String doctor) {

    /** Its guest types. */
    public List<ServiceReference<ConfidentialGuestSupport>> types() {
        return registered(ConfidentialGuestSupport.class);
    }

    /** Its platforms. */
    public List<ServiceReference<Vmm>> platforms() {
        return registered(Vmm.class);
    }

    @SuppressWarnings("unchecked") // The name that it was found under is that of the class
    private <S> List<ServiceReference<S>> registered(Class<S> service) {
        List<ServiceReference<S>> found = new ArrayList<>();
        ServiceReference<?>[] all = bundle.getRegisteredServices();
        for (ServiceReference<?> one : all == null ? new ServiceReference<?>[0] : all) {
            boolean named =
                    Stream.of((String[]) one.getProperty(Constants.OBJECTCLASS)).anyMatch(service.getName()::equals);
            if (named && one.isAssignableTo(context.getBundle(), service.getName())) {
                found.add((ServiceReference<S>) one);
            }
        }
        return found;
    }
}
