-- Numbers that lines of plain text state, for the fields of the schema.
local find, match = string.find, string.match

local facts = {}

local NUMBER = '([%+%-]?%d[%d%.]*[eE]?[%+%-]?%d*)'

local function number(text, name)
  local at = find(text, name, 1, true)
  if not at or find(text, '^[%w_]', at - 1) and at > 1 then return nil end
  return tonumber((match(text, '^["\']?[ =:]+' .. NUMBER, at + #name)))
end

-- Sets what a line of a training says of itself: `[rank3]: …` (PyTorch), `{'loss': 1.87, 'epoch': 2}`, `step=120 loss=1.87`.
function facts.of_training(text, set)
  local rank = match(text, '^%[rank(%d+)%]')
  if rank then set('rank', tonumber(rank)) end
  if not find(text, 'loss', 1, true) then return end
  set('loss', number(text, 'loss'))
  set('step', number(text, 'step'))
  set('epoch', number(text, 'epoch'))
  set('learning_rate', number(text, 'learning_rate') or number(text, 'lr'))
  set('grad_norm', number(text, 'grad_norm'))
end

-- Sets the number and device of an error that NVIDIA's driver tells the kernel: `NVRM: Xid (PCI:0000:65:00): 79, …`.
function facts.of_kernel(text, set)
  local device, xid = match(text, 'NVRM: Xid %(PCI:([%x:%.]+)%): (%d+)')
  if not xid then return end
  set('xid', tonumber(xid))
  set('pci_bus_id', device)
end

return facts
