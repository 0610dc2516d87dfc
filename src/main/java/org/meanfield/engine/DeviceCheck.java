package org.meanfield.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.config.Reason;
import org.meanfield.config.Versions;
import org.meanfield.engine.dl4j.Dl4jArithmetic;
import org.meanfield.engine.torch.TorchArithmetic;
import org.meanfield.engine.torch.TorchLibrary;
import org.meanfield.model.CudaDevice;
import org.meanfield.model.CudaDriver;
import org.meanfield.model.CudaGpus;
import org.meanfield.model.Environment;
import org.meanfield.model.Nd4jCuda;
import org.meanfield.train.Computing;
import org.meanfield.train.Dl4jEngine;
import org.meanfield.train.Engine;
import org.meanfield.train.Gpu;
import org.meanfield.train.TorchEngine;

/** The check of a process's GPUs before a job computes on them. */
public final class DeviceCheck {
    /** What {@code CUDA_VISIBLE_DEVICES} may name: a number, or an identifier of a GPU or of a part of one. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}|(GPU|MIG)-[0-9A-Za-z/-]{1,100}");

    private DeviceCheck() {}

    /**
     * Checks that this jar has what the job asks for; loads nothing.
     *
     * @throws InvalidInputException if not
     */
    public static void require(Computing computing) {
        if (computing.engine() instanceof TorchEngine engine) {
            TorchLibrary.require(engine);
        } else {
            Check.that(
                    computing.gpu() == Gpu.OFF || Nd4jCuda.isThere(),
                    "gpu",
                    Names.of(computing.gpu()),
                    "off: this jar has ND4J for processors only, build it with -Dcuda, or set engine: {type: torch, device: cuda}");
        }
    }

    /**
     * Shows this process, before it has loaded an engine, the GPUs that Spark has assigned to it, and no other ones: they
     * are numbered from 0 then, in this order. Without any it sees what its environment lets it see.
     *
     * @param addresses numbers by PCI address, as {@code nvidia-smi} has them, or NVIDIA's identifiers
     * @throws InvalidInputException if one cannot be that of a GPU
     */
    public static void expose(List<String> addresses) {
        for (String address : addresses) {
            Check.that(
                    ADDRESS.matcher(address).matches(),
                    "the address of a GPU that spark.executor.resource.gpu.discoveryScript has found",
                    address,
                    "a number or an identifier such as GPU-8a3c…");
        }
        if (!addresses.isEmpty()) {
            Environment.set("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
            Environment.set("CUDA_VISIBLE_DEVICES", String.join(",", addresses));
        }
    }

    /**
     * Loads the engine, computes a product and a convolution on each GPU, and compares them with the processor's. It must
     * follow {@link #expose}, and ND4J must be loaded.
     *
     * @param assigned how many GPUs Spark has assigned; 0 where it does not assign any
     * @return what the process computes on. Where a GPU was asked for and there is none that works it is the processor, with
     *     the reason; whether that is allowed is for the driver to decide
     * @throws InvalidInputException if this process has loaded libtorch with other settings
     * @throws IllegalStateException if the engine cannot be loaded at all
     */
    public static DeviceReport of(Computing computing, int assigned) {
        return of(computing, assigned, CudaDriver::gpus);
    }

    static DeviceReport of(Computing computing, int assigned, Supplier<CudaGpus> driver) {
        boolean dl4j = computing.engine() instanceof Dl4jEngine;
        if (!computing.namesGpus() && !(dl4j && Nd4jCuda.isThere())) {
            return onCpu(computing, "");
        }
        try {
            CudaGpus gpus = used(driver.get(), assigned);
            if (computing.engine() instanceof TorchEngine torch) {
                refuse(gpus, device -> TorchLibrary.problem(torch, device));
                TorchLibrary.load(torch);
            } else {
                Check.that(assigned <= 1, "spark.executor.resource.gpu.amount", assigned, "1 with engine dl4j");
                refuse(gpus, Nd4jCuda::problem);
                Dl4jArithmetic.requireGpu();
            }
            for (int gpu = 0; gpu < gpus.devices().size(); gpu++) {
                compare(computing, gpu);
            }
            return DeviceReport.gpu(name(computing), library(computing), gpus);
        } catch (InvalidInputException | IllegalStateException e) {
            String reason = Reason.line(e);
            return computing.gpu() == Gpu.PREFER
                    ? onCpu(computing, reason)
                    : DeviceReport.cpu(name(computing), library(computing), reason);
        }
    }

    /** Returns those that Spark has assigned, or else the first one. */
    private static CudaGpus used(CudaGpus seen, int assigned) {
        int used = Math.max(1, assigned);
        if (seen.devices().size() < used) {
            throw new IllegalStateException("NVIDIA's driver shows %s GPUs of the %s that Spark has assigned"
                    .formatted(seen.devices().size(), used));
        }
        List<CudaDevice> devices = seen.devices().subList(0, used);
        List<String> kinds = devices.stream()
                .map(device -> device.name() + " (" + CudaDevice.dotted(device.capability()) + ")")
                .distinct()
                .toList();
        if (kinds.size() > 1) {
            throw new InvalidInputException("the GPUs are %s but must be of one kind".formatted(kinds));
        }
        return new CudaGpus(devices, seen.driver(), seen.cuda());
    }

    private interface Refusal {
        Optional<String> of(CudaDevice device);
    }

    private static void refuse(CudaGpus gpus, Refusal refusal) {
        gpus.devices().stream()
                .map(refusal::of)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(problem -> {
                    throw new InvalidInputException(problem);
                });
    }

    /** Compares a GPU with the processor. */
    private static void compare(Computing computing, int gpu) {
        SmallSums.check(
                computing.engine() instanceof TorchEngine torch
                        ? new TorchArithmetic(torch, gpu)
                        : new Dl4jArithmetic());
    }

    /** Loads the engine for the processor. */
    private static DeviceReport onCpu(Computing computing, String reason) {
        if (computing.engine() instanceof TorchEngine torch) {
            TorchLibrary.load(torch.onCpu());
        }
        return DeviceReport.cpu(name(computing), library(computing), reason);
    }

    private static String name(Computing computing) {
        return Names.of(Engine.class, computing.engine().getClass());
    }

    private static String library(Computing computing) {
        return computing.engine() instanceof TorchEngine
                ? Versions.of("pytorch").split("-", 2)[0] // what follows is JavaCPP's
                : Versions.of("nd4j");
    }
}
