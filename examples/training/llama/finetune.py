"""Fine-tunes a language model to follow instructions, with Ray Train: Llama 3.2 1B on GPUs, or MODEL=tiny on CPUs.

Each worker says its steps in structured lines and in metrics. Checkpoints lie in CHECKPOINTS; a run of the same JOB_NAME goes
on from the last one. WORKERS, USE_GPU, MAX_STEPS, SAVE_STEPS, BATCH_SIZE and LEARNING_RATE are read from the environment.
"""

import contextlib
import logging
import os
import tempfile
import time

import json_lines
import ml_metrics
import ray.train
import ray.train.torch
import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM

TINY = "tiny"
LENGTH = 512
IGNORED = -100  # what the loss of transformers leaves out

job = os.environ.get("JOB_NAME", "finetune")
model_name = os.environ.get("MODEL", "meta-llama/Llama-3.2-1B")
log = logging.getLogger("finetune")


class Bytes:
    """A tokenizer for the tiny model: a token is a byte, and 256 ends a text."""

    eos_token_id = 256

    def __call__(self, text):
        return {"input_ids": list(text.encode())}


def tiny():
    """Two layers that begin with chance: a minute on a CPU shows it learn."""
    return LlamaForCausalLM(LlamaConfig(vocab_size=257, hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4, max_position_embeddings=LENGTH))


def instructions():
    """Pairs of instruction and response."""
    if model_name == TINY:
        return [(f"Add {a} and {b}.", f"The sum is {a + b}.") for a in range(40) for b in range(40)]
    from datasets import load_dataset

    return [(one["instruction"], one["response"]) for one in load_dataset("databricks/databricks-dolly-15k", split="train")]


def collate(tokenizer):
    """Texts of a batch as tensors of one length; the loss is that of the response alone."""

    def tensors(pairs):
        rows = []
        for instruction, response in pairs:
            asked = tokenizer(f"### Instruction: {instruction}\n### Response: ")["input_ids"]
            tokens = (asked + tokenizer(response)["input_ids"])[: LENGTH - 1] + [tokenizer.eos_token_id]
            rows.append((tokens, ([IGNORED] * len(asked) + tokens[len(asked) :])[: len(tokens)]))
        longest = max(len(tokens) for tokens, _ in rows)

        def padded(values, filler):
            return torch.tensor([value + [filler] * (longest - len(value)) for value in values])

        return {
            "input_ids": padded([tokens for tokens, _ in rows], tokenizer.eos_token_id),
            "attention_mask": padded([[1] * len(tokens) for tokens, _ in rows], 0),
            "labels": padded([labels for _, labels in rows], IGNORED),
        }

    return tensors


def save(state, step, metrics, training):
    """Hands a checkpoint to Ray Train, which all workers do together; the first one has written it."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = None
        if ray.train.get_context().get_world_rank() == 0:
            torch.save({**{name: part.state_dict() for name, part in state.items()}, "step": step}, os.path.join(folder, "state.pt"))
            checkpoint = ray.train.Checkpoint.from_directory(folder)
        ray.train.report(metrics, checkpoint=checkpoint)
    training.checkpoint(time.monotonic() - started)
    log.info("checkpoint", extra={"step": step, "duration": time.monotonic() - started})


def restored(state):
    """The step after the last checkpoint of this run, whose state is taken over; 0 without one."""
    checkpoint = ray.train.get_checkpoint()
    if checkpoint is None:
        return 0
    with checkpoint.as_directory() as folder:
        saved = torch.load(os.path.join(folder, "state.pt"), map_location=ray.train.torch.get_device())
    for name, part in state.items():
        part.load_state_dict(saved[name])
    return saved["step"]


def train(config):
    context = ray.train.get_context()
    rank = context.get_world_rank()
    json_lines.setup(rank=rank, job=job, model=model_name)
    if context.get_local_rank() == 0:  # one port in a pod
        ml_metrics.serve()
    ml_metrics.watch_gpus()
    training = ml_metrics.Training(job)

    device = ray.train.torch.get_device()
    tokenizer = Bytes() if model_name == TINY else AutoTokenizer.from_pretrained(model_name)
    plain = tiny() if model_name == TINY else AutoModelForCausalLM.from_pretrained(model_name)
    model = ray.train.torch.prepare_model(plain)
    optimizer = torch.optim.AdamW(model.parameters(), lr=config["learning_rate"])
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / config["warmup_steps"]))
    state = {"model": plain, "optimizer": optimizer, "schedule": schedule}
    loader = ray.train.torch.prepare_data_loader(DataLoader(instructions(), batch_size=config["batch_size"], shuffle=True, drop_last=True, collate_fn=collate(tokenizer)))
    precision = torch.autocast("cuda", torch.bfloat16) if device.type == "cuda" else contextlib.nullcontext()

    step = restored(state)
    log.info("starting at step %d of %d", step, config["max_steps"])
    epoch = step // len(loader)
    while step < config["max_steps"]:
        if context.get_world_size() > 1:
            loader.sampler.set_epoch(epoch)
        asked = time.monotonic()
        for batch in loader:
            waited = time.monotonic() - asked
            with precision:
                loss = model(**batch).loss
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item()
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            step += 1
            value, rate, tokens = loss.item(), schedule.get_last_lr()[0], int(batch["attention_mask"].sum())
            took = time.monotonic() - asked
            training.step(took, value, samples_done=len(batch["input_ids"]), tokens_done=tokens, waited=waited, rate=rate, norm=norm)
            log.info("step", extra={"epoch": epoch, "step": step, "loss": value, "grad_norm": norm, "learning_rate": rate, "tokens": tokens, "duration": took})
            if step % config["save_steps"] == 0 or step == config["max_steps"]:
                save(state, step, {"loss": value, "step": step}, training)
            if step == config["max_steps"]:
                break
            asked = time.monotonic()
        else:
            epoch += 1
            training.epoch()
    log.info("done")
    ml_metrics.flush()


def number(name, otherwise):
    return type(otherwise)(os.environ.get(name, otherwise))


if __name__ == "__main__":
    trainer = ray.train.torch.TorchTrainer(
        train,
        train_loop_config={
            "batch_size": number("BATCH_SIZE", 4),
            "learning_rate": number("LEARNING_RATE", 2e-5),
            "max_steps": number("MAX_STEPS", 500),
            "save_steps": number("SAVE_STEPS", 50),
            "warmup_steps": 20,
        },
        scaling_config=ray.train.ScalingConfig(num_workers=number("WORKERS", 4), use_gpu=os.environ.get("USE_GPU", "true") == "true"),
        run_config=ray.train.RunConfig(
            name=job,
            storage_path=os.environ.get("CHECKPOINTS", "/checkpoints"),
            failure_config=ray.train.FailureConfig(max_failures=3),
            checkpoint_config=ray.train.CheckpointConfig(num_to_keep=2),
        ),
    )
    print(trainer.fit().metrics)
