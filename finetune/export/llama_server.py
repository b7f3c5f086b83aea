"""``llama_server.py SETTINGS``: llama.cpp's own server from the wheel of xllamacpp, for one model.

``SETTINGS`` is JSON: model, name, port (0: any free one), context, loras, threads. It prints its address and ends when
its input does, so that it never outlives who started it.
"""

import json
import sys

import xllamacpp


def main() -> None:
    asked = json.loads(sys.argv[1])
    settings = xllamacpp.CommonParams()
    settings.model.path = asked["model"]
    settings.model_alias = [asked["name"]]
    settings.hostnames = ["127.0.0.1"]
    settings.port = asked["port"]
    settings.n_ctx = asked["context"]
    settings.n_parallel = 1
    settings.cpuparams.n_threads = asked["threads"]
    settings.offline = True
    settings.warmup = False
    settings.fit_params = False
    settings.use_jinja = True
    loras = []
    for path in asked["loras"]:
        lora = xllamacpp.CommonAdapterLoraInfo()
        lora.path, lora.scale = path, 1.0
        loras.append(lora)
    settings.lora_adapters = loras
    server = xllamacpp.Server(settings)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
